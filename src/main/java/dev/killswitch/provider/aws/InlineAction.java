package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Rung;
import dev.killswitch.action.Target;
import dev.killswitch.provider.aws.Accounts.Meant;
import dev.killswitch.provider.aws.AwsCalls.Holder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Denies by a policy of our own inside of a user or role, called after the containment; a release deletes it, while it is
 * as we made it. What differs from action to action is a {@link Denial}.
 */
final class InlineAction implements Action {
    private static final String OURS = "killswitch-";
    /** Each takes a call to read; who has more of ours is looked at no further. */
    private static final int READ_MAX = 20;

    private final Denial denial;
    private final Accounts accounts;
    private final Settling settling;

    InlineAction(Denial denial, Accounts accounts, Settling settling) {
        this.denial = denial;
        this.accounts = accounts;
        this.settling = settling;
    }

    /** What one policy of ours denies. Immutable. */
    interface Denial {
        ActionSpec spec();

        /** Whose policy it is, with the uid that it must have. */
        Answer<Meant> meant(Target target, Accounts accounts);

        /** The uid of who has the policy. */
        String uid(Target target);

        /** What is to be written by {@code call}. */
        JsonNode document(Call call);

        /** Whether each containment has a policy of its own, which no other one's stands for. */
        boolean isForOne();

        /** Whether {@code found} does what this call is for. */
        boolean isMet(JsonNode found, Call call);

        /** Why {@code document} is not written any more: it has to be made anew. */
        default Optional<String> stale(JsonNode document) {
            return Optional.empty();
        }

        /** What needs no room inside, where this has no room. */
        default Optional<ActionSpec> next() {
            return Optional.empty();
        }

        Survivors survivors();
    }

    /** A live principal, and the policy that counts, where it is there. */
    private record Now(AwsAccount account, Holder holder, Optional<JsonNode> document) {}

    /** One policy of ours that is there. */
    private record Standing(String policy, JsonNode document) {}

    @Override
    public ActionSpec spec() {
        return denial.spec();
    }

    /** A containment with a policy of its own shares its effect with none. */
    @Override
    public String effect(Call call) {
        return denial.isForOne() ? spec().effect() + "-" + call.mark().containment() : spec().effect();
    }

    private static String own(Call call) {
        return OURS + call.mark().containment();
    }

    @Override
    public Inspected inspect(Call call) {
        return denial.meant(call.target(), accounts)
                .then(meant -> held(meant, call).map(holder -> inspect(call, meant.account(), holder)))
                .inspected(inspected -> inspected);
    }

    private Inspected inspect(Call call, AwsAccount account, Holder holder) {
        Self self = Self.of(account, holder.principal(), call.deadline());
        Optional<String> refused = self.refused().or(() -> Refusals.reserved(holder));
        if (refused.isPresent()) {
            return new Inspected.Refused(refused.get());
        }
        InlineCalls calls = account.calls().inline();
        return calls.names(holder.principal(), call.deadline())
                .then(names -> standing(calls, holder.principal(), names, call).map(standing -> {
                    Standing counts = standing.orElseGet(() -> new Standing(own(call), denial.document(call)));
                    var before =
                            new Befores.OfPolicy(account.id(), holder.principal(), counts.policy(), counts.document());
                    var facts = new Facts(blast(account, holder, names, call), self.sensitive(), Set.of(holder.arn()));
                    return new Inspected.Found(before.written(), facts, Undo.EXACT, standing.isPresent());
                }))
                .inspected(found -> found);
    }

    private static Map<String, Integer> blast(AwsAccount account, Holder holder, List<String> names, Call call) {
        var blast = new HashMap<String, Integer>();
        blast.put("policies-inside", names.size());
        if (holder.principal() instanceof RoleName role) {
            account.calls()
                    .instanceProfiles(role, call.deadline())
                    .optional()
                    .ifPresent(profiles -> blast.put("instance-profiles", profiles.size()));
        }
        return blast;
    }

    /** One of ours that does it already: by an earlier call, or for another containment. */
    private Answer<Optional<Standing>> standing(InlineCalls calls, Principal principal, List<String> names, Call call) {
        List<String> candidates = names.stream()
                .filter(name -> denial.isForOne() ? name.equals(own(call)) : name.startsWith(OURS))
                .limit(READ_MAX)
                .toList();
        for (String name : candidates) {
            Answer<Optional<String>> document = calls.document(principal, name, call.deadline());
            if (!(document instanceof Answer.Got<Optional<String>> got)) {
                return document.map(_ -> Optional.empty());
            }
            Optional<JsonNode> met = got.value().map(DenyDocument::parsed).filter(found -> denial.isMet(found, call));
            if (met.isPresent()) {
                return new Answer.Got<>(Optional.of(new Standing(name, met.get())));
            }
        }
        return new Answer.Got<>(Optional.empty());
    }

    @Override
    public Outcome apply(Call call, Before before) {
        Befores.OfPolicy was = Befores.OfPolicy.read(before);
        return now(was, call).outcome(now -> {
            if (now.document().isPresent()) {
                return now.document().get().equals(was.document())
                        ? new Outcome.AlreadyDone()
                        : new Outcome.Changed("the policy " + was.policy() + " is not as we made it");
            }
            if (now.account().isKnownToBeUs(was.principal())) {
                return new Outcome.Refused(Refusals.OURSELVES);
            }
            Optional<String> stale = denial.stale(was.document());
            return stale.<Outcome>map(Outcome.Changed::new).orElseGet(() -> put(call, was, now));
        });
    }

    private Outcome put(Call call, Befores.OfPolicy was, Now now) {
        Outcome outcome = now.account()
                .calls()
                .inline()
                .put(was.principal(), was.policy(), was.document().toString(), call.deadline());
        if (outcome instanceof Outcome.Done) {
            settling.begun(key(call, was));
        }
        return outcome instanceof Outcome.Refused no && AwsErrors.isQuota(no.why())
                ? denial.next().map(next -> no.next(Rung.same(next))).orElse(no)
                : outcome;
    }

    private static String key(Call call, Befores.OfPolicy was) {
        return call.target().uid() + " " + was.policy();
    }

    @Override
    public Proof prove(Call call, Before before) {
        Befores.OfPolicy was = Befores.OfPolicy.read(before);
        return now(was, call).proof(settling.needed(), now -> {
            if (!now.document().filter(was.document()::equals).isPresent()) {
                settling.ended(key(call, was));
                return new Proof.Unproven("the policy " + was.policy()
                        + (now.document().isPresent() ? " is not as we made it" : " is not there"));
            }
            return settling.proof(
                    key(call, was), "the policy " + was.policy() + " reads back as we made it", denial.survivors());
        });
    }

    @Override
    public Released release(Call call, Before before) {
        Befores.OfPolicy was = Befores.OfPolicy.read(before);
        return now(was, call).released(now -> {
            if (now.document().isPresent() && !now.document().get().equals(was.document())) {
                return new Released.Drifted(
                        "our policy " + was.policy(), "a policy of that name that is not as we made it");
            }
            settling.ended(key(call, was));
            return now.document().isEmpty()
                    ? new Released.Restored()
                    : Answer.released(
                            now.account().calls().inline().delete(was.principal(), was.policy(), call.deadline()));
        });
    }

    private Answer<Now> now(Befores.OfPolicy was, Call call) {
        return accounts.recorded(was.account())
                .then(account -> held(new Meant(account, was.principal()), call)
                        .then(holder -> account.calls()
                                .inline()
                                .document(was.principal(), was.policy(), call.deadline())
                                .map(document -> new Now(account, holder, document.map(DenyDocument::parsed)))));
    }

    private Answer<Holder> held(Meant meant, Call call) {
        return meant.held(denial.uid(call.target()), call.deadline());
    }
}
