package dev.killswitch.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Release;
import dev.killswitch.plan.Step;
import dev.killswitch.review.LeftToPerson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A containment, as answers show it.
 *
 * @param proof null until somebody looked
 * @param holders how many containments stand by the same effect on the same thing, this one among them where it stands
 * @param release the newest, where one was asked for
 */
record ContainmentView(
        String containment,
        String incident,
        String step,
        String action,
        TargetView target,
        String state,
        @Nullable ProofView proof,
        @Nullable String since,
        @Nullable String until,
        ByView by,
        @Nullable String undo,
        int holders,
        List<Long> ledger,
        @Nullable ReleaseView release) {
    static ContainmentView of(Containment containment, int holders) {
        Step step = containment.step();
        TargetView target =
                containment.target() == null ? TargetView.of(step.reference()) : TargetView.of(containment.target());
        return new ContainmentView(
                containment.id(),
                containment.incident(),
                step.id(),
                step.action(),
                target,
                Words.of(containment.state()),
                ProofView.of(containment.proof()),
                Words.ofNullable(containment.since()),
                Words.ofNullable(containment.until()),
                ByView.of(step.authority()),
                containment.undo() == null ? null : Words.of(containment.undo()),
                holders,
                containment.ledger(),
                containment.release() == null ? null : ReleaseView.of(containment.release()));
    }

    /** On whose word: a rule's, or a person's in their role. Who that person is stands nowhere here. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ByView(@Nullable String rule, @Nullable String role) {
        static final ByView RESPONDER = new ByView(null, "responder");

        static ByView of(Step.Authority authority) {
            return switch (authority) {
                case Step.Authority.Rule rule -> new ByView(rule.name(), null);
                case Step.Authority.Person _ -> RESPONDER;
            };
        }
    }

    /**
     * A release of it.
     *
     * @param became what it came to, such as {@code restored} or {@code gone}; null while it has not ended
     * @param byHand what it leaves to a person: commands to look over, each on one line
     */
    record ReleaseView(
            String release,
            String state,
            String asked,
            @Nullable String waitsUntil,
            @Nullable String became,
            List<String> byHand) {
        static ReleaseView of(Release release) {
            return new ReleaseView(
                    release.id(),
                    Words.of(release.state()),
                    Words.of(release.asked()),
                    Words.ofNullable(release.waitsUntil()),
                    became(release),
                    LeftToPerson.of(release.released()));
        }

        private static @Nullable String became(Release release) {
            return switch (release.released()) {
                case null -> release.state() == Release.State.RELEASED ? "held-by-others" : null;
                case Released.Restored _ -> "restored";
                case Released.Replaced _ -> "replaced";
                case Released.Gone _ -> "gone";
                case Released.Drifted _ -> "drifted";
                case Released.ByHand _ -> "by-hand";
                case Released.Impossible _ -> "impossible";
                case Released.Retry _ -> "retry";
            };
        }
    }

    /**
     * What a look afterwards said.
     *
     * @param how it was seen
     * @param survives what goes on, and {@code until} when
     * @param stillWorks what is not held, of a partial one
     * @param why it is not proven
     */
    record ProofView(
            String is,
            @Nullable String how,
            @Nullable String survives,
            @Nullable String until,
            List<String> stillWorks,
            @Nullable String why) {
        static @Nullable ProofView of(@Nullable Proof proof) {
            return switch (proof) {
                case null -> null;
                case Proof.Proven proven -> new ProofView("proven", proven.how(), null, null, List.of(), null);
                case Proof.ProvenForNew partly ->
                    new ProofView(
                            "proven-for-new",
                            partly.how(),
                            partly.survives(),
                            Words.ofNullable(partly.until()),
                            List.of(),
                            null);
                case Proof.Partial partial -> new ProofView("partial", null, null, null, partial.stillWorks(), null);
                case Proof.Unproven not -> new ProofView("unproven", null, null, null, List.of(), not.why());
                case Proof.Pending later ->
                    new ProofView("pending", null, null, null, List.of(), "looked at again in " + later.again());
            };
        }
    }
}
