package dev.killswitch.web;

import dev.killswitch.engine.Intake;
import dev.killswitch.engine.Intake.Decided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers to deliveries. */
public final class DeliveryWording implements Intake.Wording {
    /**
     * A delivery that is on disk.
     *
     * @param delivery null where it came before, and nobody knows any more what it was called
     * @param why it was kept unread, or what else is to be said of it; null where it was read
     */
    record Accepted(
            @Nullable String delivery,
            List<AlertAnswer> alerts,
            boolean recorded,
            @Nullable String why) {}

    /** What follows from one alert. */
    record AlertAnswer(
            String alert,
            String finding,
            @Nullable String incident,
            String decision,
            List<RuleName> matches,
            List<StepView> steps,
            String why) {
        static AlertAnswer of(Decided decided) {
            return new AlertAnswer(
                    decided.alert(),
                    decided.finding(),
                    decided.incident(),
                    Words.of(decided.decision()),
                    decided.rules().stream().map(RuleName::new).toList(),
                    decided.steps().stream().map(StepView::of).toList(),
                    decided.why());
        }
    }

    record RuleName(String rule) {}

    @Override
    public String accepted(String delivery, List<Decided> alerts, @Nullable String why) {
        return JsonText.of(
                new Accepted(delivery, alerts.stream().map(AlertAnswer::of).toList(), true, why));
    }

    @Override
    public String keptUnread(String delivery, String why) {
        return JsonText.of(new Accepted(delivery, List.of(), true, why));
    }

    @Override
    public String takenBefore() {
        return JsonText.of(
                new Accepted(
                        null,
                        List.of(),
                        true,
                        "the same was taken before, and what followed is on record: only the answer of then is not kept any more"));
    }

    @Override
    public String unreadable(String delivery, String where, String why) {
        var place = Problem.One.of(where, why, "what senders of this kind send");
        return JsonText.of(Problem.of(
                        Problem.Kind.UNREADABLE,
                        "it is kept, and can be replayed once it can be read: " + where + ": " + why,
                        List.of(place))
                .ofDelivery(delivery));
    }
}
