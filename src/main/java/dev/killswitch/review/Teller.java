package dev.killswitch.review;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Recorded;
import java.util.List;

/** Every kind of event has a sentence; an alert has two, what came and what was decided. */
final class Teller {
    private final ThingNames names;
    private final StepTeller steps;
    private final ReleaseTeller releases;

    Teller(Incident incident) {
        this.names = new ThingNames(incident);
        this.steps = new StepTeller(names);
        this.releases = new ReleaseTeller(names);
    }

    List<Told> tell(Recorded recorded) {
        return switch (recorded.event()) {
            case Event.AlertDecided decided -> AlertTeller.tell(decided);
            case Event.OrderGiven given -> List.of(AlertTeller.tell(given));
            case Event.DeliveryUnread unread -> List.of(ServiceTeller.tell(unread));
            case Event.DeliveryReplayed replayed -> List.of(ServiceTeller.tell(replayed));
            case Event.InboxDigest digest -> List.of(ServiceTeller.tell(digest));
            case Event.StepIntended intended -> List.of(steps.tell(intended));
            case Event.StepStarted started -> List.of(steps.tell(started));
            case Event.StepEnded ended -> List.of(steps.tell(ended));
            case Event.StepProven proven -> List.of(steps.tell(proven));
            case Event.EvidenceCollected collected -> List.of(releases.tell(collected));
            case Event.ContainmentDue due -> List.of(releases.tell(due));
            case Event.ContainmentDrifted drifted -> List.of(releases.tell(drifted));
            case Event.ContainmentReapplied again -> List.of(releases.tell(again));
            case Event.ReleaseAsked asked -> List.of(releases.tell(asked));
            case Event.ReleaseApproved approved -> List.of(releases.tell(approved));
            case Event.ReleaseBrokeGlass alone -> List.of(releases.tell(alone));
            case Event.ReleaseStarted started -> List.of(releases.tell(started));
            case Event.ReleaseEnded ended -> List.of(releases.tell(ended));
            case Event.Paged paged -> List.of(ServiceTeller.tell(paged, names.of(paged.subject())));
            case Event.AutomationSet set -> List.of(ServiceTeller.tell(set));
            case Event.RuleSwitched switched -> List.of(ServiceTeller.tell(switched));
            case Event.RulebookChunk chunk -> List.of(ServiceTeller.tell(chunk));
            case Event.RulebookActivated activated -> List.of(ServiceTeller.tell(activated));
            case Event.RulebookRefused refused -> List.of(ServiceTeller.tell(refused));
            case Event.SourceSilent silent -> List.of(ServiceTeller.tell(silent));
            case Event.SourceHeard heard -> List.of(ServiceTeller.tell(heard));
            case Event.Started started -> List.of(ServiceTeller.tell(started));
            case Event.ConfigurationTaken taken -> List.of(ServiceTeller.tell(taken));
            case Event.ProfileMeasured measured -> List.of(ServiceTeller.tell(measured));
            case Event.Stopped _ ->
                List.of(Told.key(Timeline.Phase.REVIEW, Who.Role.KILLSWITCH, Sentence.words("the service stopped")));
            case Event.LedgerGap gap -> List.of(ServiceTeller.tell(gap));
            case Event.ClockJumped jumped -> List.of(ServiceTeller.tell(jumped));
        };
    }
}
