package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection.Permissions;
import dev.killswitch.action.Connection.Watching;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.Policies.Held;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The deny object of one API: written, found, healed, never somebody else's, and taken away exactly. */
abstract class DenyContract {
    private static final String POD = "kubernetes.isolate-pod";
    private static final String WORKLOAD = "kubernetes.isolate-workload";
    private static final String NAMESPACE = "kubernetes.isolate-namespace";

    private Grounds grounds;

    abstract DenyApi api();

    /** Where the API is served, and we may do all that we need but for {@code missing}. */
    abstract Grounds open(Optional<String> missing);

    @BeforeEach
    void openGrounds() {
        grounds = open(Optional.empty());
    }

    @AfterEach
    void closeGrounds() {
        // One for the whole cluster would meet the next test.
        for (ResourceKind kind : PolicyApis.kinds(api())) {
            grounds.admin()
                    .get(PolicyApis.all(kind))
                    .ifPresent(list -> list.path("items").forEach(one -> grounds.remove(path(one, kind))));
        }
        grounds.close();
    }

    private static String path(JsonNode object, ResourceKind kind) {
        String namespace = object.at("/metadata/namespace").asText();
        return kind.base() + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/" + kind.plural() + "/"
                + object.at("/metadata/name").asText();
    }

    private DenyObject deny() {
        return Denies.all(null).stream()
                .filter(one -> one.api() == api())
                .findFirst()
                .orElseThrow();
    }

    private String all() {
        ResourceKind kind = deny().resource();
        boolean isNamespaced =
                deny().namespace(new Which.All(grounds.namespace())).isPresent();
        return kind.base() + (isNamespaced ? "/namespaces/" + grounds.namespace() : "") + "/" + kind.plural();
    }

    private String standing() {
        return all() + "/" + deny().name(StandingPolicy.NAME);
    }

    private Optional<JsonNode> object(String path) {
        return grounds.admin().get(path);
    }

    private Held isolate(String pod) {
        return Held.apply(grounds, POD, Pod.KIND, grounds.namespace() + "/" + pod);
    }

    private String own(Held held) {
        return all() + "/" + deny().name(OwnObject.name(held.action().spec(), held.call()));
    }

    private Which labelled(String pod) {
        return new Which.Labelled(grounds.namespace(), pod);
    }

    @Test
    void podsOfANamespace_shareOneThatStands_andStaysAfterTheLast() {
        Held first = isolate(grounds.bare());
        JsonNode made = object(standing()).orElseThrow();
        assertThat(made.path("spec")).isEqualTo(deny().spec(labelled("toolbox")));
        assertThat(made.at("/metadata/labels/killswitch.dev~1managed-by").asText())
                .isEqualTo("killswitch");
        assertThat(((Inspected.Found) first.action().inspect(first.call())).alreadySo())
                .isTrue();
        Held second = isolate(grounds.stateful());
        assertThat(object(standing())).contains(made);
        assertThat(first.release()).isInstanceOf(Released.Restored.class);
        assertThat(second.release()).isInstanceOf(Released.Restored.class);
        assertThat(object(standing())).contains(made);
    }

    @Test
    void oneThatSomebodyChanged_isHealed() {
        Held held = isolate(grounds.bare());
        grounds.admin().merge(standing(), opened());
        assertThat(object(standing()).orElseThrow().path("spec")).isNotEqualTo(deny().spec(labelled("toolbox")));
        Inspected.Found found = (Inspected.Found) held.action().inspect(held.call());
        assertThat(found.alreadySo()).isFalse();
        again(held);
        assertThat(object(standing()).orElseThrow().path("spec")).isEqualTo(deny().spec(labelled("toolbox")));
    }

    /** As after a restart: nothing is remembered of what stood. */
    private void again(Held held) {
        Action action = held.action();
        assertThat(action.apply(held.call(), ((Inspected.Found) action.inspect(held.call())).before()))
                .isInstanceOfAny(Outcome.Done.class, Outcome.AlreadyDone.class);
    }

    @Test
    void whatIsTakenAway_isHeardOf_andPutBack() {
        grounds.connection().warm(Grounds.deadline());
        takenAwayAndPutBack(isolate(grounds.bare()), StandingPolicy.NAME);
        Held namespace = Held.apply(grounds, NAMESPACE, Where.NAMESPACE, grounds.namespace());
        takenAwayAndPutBack(namespace, OwnObject.name(namespace.action().spec(), namespace.call()));
    }

    private void takenAwayAndPutBack(Held held, String name) {
        var alarm = new Alarm();
        String action = held.action().spec().name();
        try (Watching _ = grounds.connection().watch(held.call(), action, alarm::ring)) {
            for (Where place : deny().places(new Which.All(grounds.namespace()), name)) {
                alarm.settle();
                assertThat(stands(inTime(held))).isTrue();
                grounds.remove(place.path().text());
                alarm.assertRings();
                assertThat(stands(inTime(held))).isFalse();
                again(inTime(held));
                assertThat(object(place.path().text())).isPresent();
            }
        }
    }

    /** Somebody waited, and nobody's call lasts that long. */
    private static Held inTime(Held held) {
        Call old = held.call();
        var call = new Call(old.target(), old.parameters(), old.mark(), Grounds.deadline());
        return new Held(held.action(), call, held.found());
    }

    private static boolean stands(Held held) {
        return ((Inspected.Found) held.action().standing(held.call())).alreadySo();
    }

    private String opened() {
        return switch (api()) {
            case CILIUM -> "{\"spec\":{\"egressDeny\":[{\"toEntities\":[\"world\"]}]}}";
            case CALICO -> "{\"spec\":{\"egress\":[{\"action\":\"Allow\"}]}}";
            case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY -> "{\"spec\":{\"priority\":900}}";
            case ANTREA -> "{\"spec\":{\"tier\":\"baseline\"}}";
        };
    }

    @Test
    void oneOfSomebodyElse_isLeft_andOursHasTheNextName() {
        JsonNode theirs = theirs(deny().name(StandingPolicy.NAME));
        Held held = isolate(grounds.bare());
        assertThat(object(standing())).contains(theirs);
        assertThat(object(instead()).orElseThrow().path("spec")).isEqualTo(deny().spec(labelled("toolbox")));
        assertThat(stands(held)).isTrue();
        grounds.remove(instead());
        assertThat(stands(held)).isFalse();
        again(held);
        assertThat(object(instead())).isPresent();
    }

    private String instead() {
        return all() + "/" + deny().name(Denies.INSTEAD);
    }

    @Test
    void bothNamesOfSomebodyElse_areLeft_andKeepNoPodFromBeingIsolated() {
        List<JsonNode> theirs = List.of(theirs(deny().name(StandingPolicy.NAME)), theirs(deny().name(Denies.INSTEAD)));
        Held held = isolate(grounds.bare());
        assertThat(object(standing())).contains(theirs.getFirst());
        assertThat(object(instead())).contains(theirs.getLast());
        assertThat(Policies.isHeld(grounds, "toolbox")).isTrue();
        assertThat(stands(held)).isTrue();
    }

    private JsonNode theirs(String name) {
        ResourceKind kind = deny().resource();
        String spec = deny().spec(new Which.All("elsewhere")).toString();
        return grounds.admin()
                .create(
                        all(),
                        "{\"apiVersion\":\"" + kind.apiVersion() + "\",\"kind\":\"" + kind.kind()
                                + "\",\"metadata\":{\"name\":\"" + name + "\"},\"spec\":" + spec + "}");
    }

    @Test
    void namespaceAndWorkload_haveTheirOwn_andNothingIsLeftOfThem() {
        grounds.stateful();
        Held namespace = Held.apply(grounds, NAMESPACE, Where.NAMESPACE, grounds.namespace());
        Held workload = Held.apply(grounds, WORKLOAD, Where.WORKLOAD, grounds.namespace() + "/StatefulSet/payments");
        JsonNode whole = object(own(namespace)).orElseThrow();
        assertThat(whole.path("spec")).isEqualTo(deny().spec(new Which.All(grounds.namespace())));
        assertThat(whole.at("/metadata/labels/killswitch.dev~1containment").asText())
                .isEqualTo("c-1");
        assertThat(whole.at("/metadata/annotations/killswitch.dev~1note").asText())
                .startsWith("c-1 holds this, for incident i-1");
        assertThat(object(own(workload)).orElseThrow().path("spec"))
                .isEqualTo(deny().spec(new Which.Selected(
                        grounds.namespace(),
                        grounds.admin()
                                .get("/apis/apps/v1/namespaces/" + grounds.namespace() + "/statefulsets/payments")
                                .orElseThrow()
                                .at("/spec/selector"))));
        assertThat(namespace.action().apply(namespace.call(), namespace.found().before()))
                .isInstanceOf(Outcome.AlreadyDone.class);
        for (Held held : List.of(namespace, workload)) {
            assertThat(held.release()).isInstanceOf(Released.Restored.class);
            assertThat(held.release()).isInstanceOf(Released.Restored.class);
            assertThat(object(own(held))).isEmpty();
        }
        assertThat(grounds.admin().get(all()).orElseThrow().path("items")).isEmpty();
    }

    @Test
    void changedOneOfANamespace_isHealedByTheNextAct_andNotDeletedBefore() {
        Held held = Held.apply(grounds, NAMESPACE, Where.NAMESPACE, grounds.namespace());
        grounds.admin().merge(own(held), opened());
        assertThat(held.release()).isInstanceOf(Released.Drifted.class);
        assertThat(Policies.isHeld(grounds, grounds.bare())).isTrue();
        again(held);
        assertThat(held.release()).isInstanceOf(Released.Restored.class);
        assertThat(object(own(held))).isEmpty();
    }

    @Test
    void nameOfANamespacesOwn_thatIsTaken_isRefused() {
        var target = Policies.target(grounds, Where.NAMESPACE, grounds.namespace());
        Action action = grounds.connection().action(NAMESPACE);
        var call = new Call(
                target, Grounds.parameters(action.spec(), Map.of()), new Call.Mark("c-1", "i-1"), Grounds.deadline());
        String name = deny().name(OwnObject.name(action.spec(), call));
        JsonNode theirs = theirs(name);
        assertThat(action.inspect(call))
                .isEqualTo(new Inspected.Refused("an object that is not ours has the name " + name));
        assertThat(object(all() + "/" + name)).contains(theirs);
    }

    @Test
    void rightThatIsMissing_isRefusedByName_andNothingIsWritten() {
        String create = deny().resource().permission("create");
        try (Grounds without = open(Optional.of(create))) {
            var target = Policies.target(without, Where.NAMESPACE, without.namespace());
            Action action = without.connection().action(NAMESPACE);
            var call = new Call(
                    target,
                    Grounds.parameters(action.spec(), Map.of()),
                    new Call.Mark("c-1", "i-1"),
                    Grounds.deadline());
            var found = (Inspected.Found) action.inspect(call);
            assertThat(action.apply(call, found.before())).isEqualTo(new Outcome.Refused("no permission " + create));
            assertThat(without.admin().get(without.policies()).orElseThrow().path("items"))
                    .noneMatch(one -> one.at("/metadata/name").asText().startsWith("killswitch-isolate"));
            assertThat(without.connection().permissions(action.spec(), Grounds.deadline()))
                    .isEqualTo(new Permissions.Known(List.of(create)));
        }
        String get = deny().resource().permission("get");
        try (Grounds without = open(Optional.of(get))) {
            var call = without.call(without.target(without.bare()), Specs.ISOLATE_POD);
            assertThat(without.connection().action(POD).inspect(call)).isEqualTo(new Inspected.Forbidden(get));
        }
    }
}
