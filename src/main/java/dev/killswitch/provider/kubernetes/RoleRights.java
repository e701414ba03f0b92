package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Asks the API server whether somebody still has what a role gives. Thread-safe. */
final class RoleRights {
    static final String ASK = "create subjectaccessreviews.authorization.k8s.io";

    private static final ObjectPath REVIEWS = new ObjectPath("/apis/authorization.k8s.io/v1/subjectaccessreviews");

    /** Each costs a call, so of many some are asked for, from all over the role. */
    private static final int ASKED_MAX = 6;

    /** Whoever wrote the role chose its words. */
    private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9*./:_ -]");

    private static final int WORDS_MAX = 120;

    /** Of each list in a rule: no role that somebody made to be used has as many. */
    private static final int WRITTEN_MAX = 1_000;

    private static final List<String> ONE = List.of("");

    private final KubernetesCalls calls;
    private final ObjectLook look;

    RoleRights(KubernetesCalls calls) {
        this.calls = calls;
        this.look = new ObjectLook(calls);
    }

    /** What was heard. */
    sealed interface Heard {
        /** Those of {@code asked} that are still had, in words; {@code all} is what the role has. */
        record Rights(long all, int asked, List<String> had) implements Heard {
            public Rights {
                had = List.copyOf(had);
            }
        }

        record No(Seen.Not not) implements Heard {}
    }

    /** {@code binding} is as it was kept, and none of it need be there any more. */
    Heard ask(Call call, JsonNode binding, List<RbacSubject> subjects) {
        Where where = Where.of(call.target());
        return switch (role(call, binding, where.namespace())) {
            case Seen.Not not when not.why() == Why.GONE -> new Heard.Rights(0, 0, List.of());
            case Seen.Not not -> new Heard.No(not);
            case Seen.There there -> ask(call, some(there.object()), subjects, where.namespace());
        };
    }

    private Seen role(Call call, JsonNode binding, Optional<String> namespace) {
        JsonNode reference = binding.path("roleRef");
        String name = reference.path("name").asText();
        if (!Names.isSegment(name)) {
            return new Seen.Not(Why.GONE, "no role has such a name");
        }
        return reference.path("kind").asText().equals(ResourceKind.ROLE.kind()) && namespace.isPresent()
                ? look.object(ObjectPath.in(ResourceKind.ROLE, namespace.get(), name), ResourceKind.ROLE, call)
                : look.object(ObjectPath.ofCluster(ResourceKind.CLUSTER_ROLE, name), ResourceKind.CLUSTER_ROLE, call);
    }

    /** One verb on one thing. */
    private record Right(String url, String name, String resource, String group, String verb) {
        String words() {
            String what = url.isEmpty() ? resource + (group.isEmpty() ? "" : "." + group) : url;
            String words = verb + " " + what + (name.isEmpty() ? "" : " " + name);
            String plain = UNUSUAL.matcher(words).replaceAll("?");
            return plain.length() > WORDS_MAX ? plain.substring(0, WORDS_MAX) + "…" : plain;
        }

        void ask(ObjectNode spec, Optional<String> namespace) {
            if (!url.isEmpty()) {
                spec.putObject("nonResourceAttributes").put("verb", verb).put("path", url);
                return;
            }
            int slash = resource.indexOf('/');
            ObjectNode asked = spec.putObject("resourceAttributes")
                    .put("verb", verb)
                    .put("group", group)
                    .put("resource", slash < 0 ? resource : resource.substring(0, slash));
            if (slash >= 0) {
                asked.put("subresource", resource.substring(slash + 1));
            }
            if (!name.isEmpty()) {
                asked.put("name", name);
            }
            namespace.ifPresent(in -> asked.put("namespace", in));
        }
    }

    /**
     * What a rule multiplies, one list for each part of a {@link Right}. They are many times what is written, so none is made
     * before its turn.
     */
    private record Rule(List<List<String>> lists) {
        static Stream<Rule> read(JsonNode rule) {
            List<String> verbs = texts(rule, "verbs");
            List<String> names = texts(rule, "resourceNames");
            return Stream.of(
                    new Rule(List.of(
                            ONE,
                            names.isEmpty() ? ONE : names,
                            texts(rule, "resources"),
                            texts(rule, "apiGroups"),
                            verbs)),
                    new Rule(List.of(texts(rule, "nonResourceURLs"), ONE, ONE, ONE, verbs)));
        }

        private static List<String> texts(JsonNode rule, String field) {
            return rule.path(field)
                    .valueStream()
                    .map(JsonNode::asText)
                    .distinct()
                    .limit(WRITTEN_MAX)
                    .toList();
        }

        long rights() {
            return lists.stream().mapToLong(List::size).reduce(1, (product, size) -> product * size);
        }

        Right right(long number) {
            var parts = new ArrayList<String>();
            long left = number;
            for (List<String> list : lists) {
                parts.add(list.get((int) (left % list.size())));
                left /= list.size();
            }
            return new Right(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4));
        }
    }

    private record Some(long all, List<Right> rights) {}

    private static Some some(JsonNode role) {
        List<Rule> rules = role.path("rules").valueStream().flatMap(Rule::read).toList();
        long all = rules.stream().mapToLong(Rule::rights).sum();
        long asked = Math.min(all, ASKED_MAX);
        return new Some(
                all,
                LongStream.range(0, asked)
                        .mapToObj(i -> right(rules, i * all / asked))
                        .distinct()
                        .toList());
    }

    private static Right right(List<Rule> rules, long number) {
        long left = number;
        for (Rule rule : rules) {
            if (left < rule.rights()) {
                return rule.right(left);
            }
            left -= rule.rights();
        }
        throw new IllegalStateException("a role has no right " + number);
    }

    private Heard ask(Call call, Some some, List<RbacSubject> subjects, Optional<String> namespace) {
        var had = new ArrayList<String>();
        for (RbacSubject subject : subjects) {
            for (Right right : some.rights()) {
                ObjectNode review = KubernetesCalls.JSON
                        .createObjectNode()
                        .put("apiVersion", "authorization.k8s.io/v1")
                        .put("kind", "SubjectAccessReview");
                ObjectNode spec = review.putObject("spec");
                subject.ask(spec);
                right.ask(spec, namespace);
                switch (calls.ask(REVIEWS, review, ASK, call.deadline())) {
                    case Got.Found answer
                    when answer.object().at("/status/allowed").asBoolean() ->
                        had.add(subject.id() + " may still " + right.words()
                                + namespace.map(in -> " in " + in).orElse(""));
                    case Got.Found _ -> {
                        // It has it no more.
                    }
                    case Got.Missing _ -> {
                        return new Heard.No(new Seen.Not(Why.AWAY, "the API server knows no access reviews"));
                    }
                    case Got.Denied denied -> {
                        return new Heard.No(new Seen.Not(Why.DENIED, denied.permission()));
                    }
                    case Got.Away away -> {
                        return new Heard.No(new Seen.Not(Why.AWAY, away.why()));
                    }
                }
            }
        }
        return new Heard.Rights(some.all(), some.rights().size(), had);
    }
}
