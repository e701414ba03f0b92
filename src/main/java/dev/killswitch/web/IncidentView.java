package dev.killswitch.web;

import dev.killswitch.alert.Entity;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Incident;
import dev.killswitch.web.ContainmentView.ByView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident, as answers show it.
 *
 * @param state running while a step has not ended, contained while something stands, else ended
 * @param containments those that stand, stood or may come to stand
 */
record IncidentView(
        String incident,
        String opened,
        String state,
        List<AlertView> alerts,
        List<OrderView> orders,
        List<StepView> steps,
        List<ContainmentView> containments) {
    /** One of its alerts; titles and free text of senders stay out. */
    record AlertView(
            String alert,
            String source,
            String finding,
            String type,
            String severity,
            String activity,
            List<String> flags,
            @Nullable String occurred,
            String at,
            String decision,
            List<DeliveryWording.RuleName> matches,
            List<NamedView> named,
            String why) {
        /** More is in the timeline's entry. */
        private static final int NAMED_MAX = 50;

        static AlertView of(Event.AlertDecided decided) {
            Event.Seen seen = decided.seen();
            return new AlertView(
                    decided.alert(),
                    decided.source(),
                    seen.finding(),
                    seen.type(),
                    Words.of(seen.severity()),
                    Words.of(seen.activity()),
                    seen.flags().stream().map(Words::of).sorted().toList(),
                    Words.ofNullable(seen.occurred()),
                    Words.of(decided.at()),
                    Words.of(decided.decision()),
                    decided.matches().stream()
                            .map(match -> new DeliveryWording.RuleName(match.rule()))
                            .toList(),
                    seen.entities().stream().limit(NAMED_MAX).map(NamedView::of).toList(),
                    decided.why());
        }
    }

    /**
     * What an alert names.
     *
     * @param trust {@code text} for words of the alert's that are no id of that kind
     */
    record NamedView(String kind, String id, String role, String trust) {
        static NamedView of(Entity entity) {
            return new NamedView(entity.kind(), entity.id(), Words.of(entity.role()), Words.of(entity.trust()));
        }
    }

    /** One of its orders. */
    record OrderView(
            String order,
            String at,
            String action,
            TargetView target,
            ByView by,
            List<String> override,
            String decision,
            String why) {
        static OrderView of(Event.OrderGiven given) {
            return new OrderView(
                    given.order().id(),
                    Words.of(given.at()),
                    given.order().what(),
                    TargetView.of(given.order().target()),
                    ByView.RESPONDER,
                    given.order().overrides().stream().sorted().toList(),
                    Words.of(given.decision()),
                    given.why());
        }
    }

    static IncidentView of(Incident incident, Holders holders) {
        return new IncidentView(
                incident.id(),
                Words.of(incident.opened()),
                state(incident),
                incident.alerts().stream().map(AlertView::of).toList(),
                incident.orders().stream().map(OrderView::of).toList(),
                incident.steps().values().stream().map(StepView::of).toList(),
                incident.containments().values().stream()
                        .filter(one -> one.state() != Containment.State.ENDED || one.since() != null)
                        .map(holders::view)
                        .toList());
    }

    static String state(Incident incident) {
        boolean runs = incident.steps().values().stream()
                .anyMatch(step -> step.isOpen() && step.planned().goesOn());
        return runs ? "running" : standing(incident) > 0 ? "contained" : "ended";
    }

    static int standing(Incident incident) {
        return (int) incident.containments().values().stream()
                .filter(Containment::stands)
                .count();
    }
}
