package dev.killswitch.review;

import dev.killswitch.incident.Event;
import dev.killswitch.plan.Mode;
import dev.killswitch.review.Timeline.Phase;
import java.time.Instant;
import java.util.List;

/** What happened to the service and its rules, seldom of one incident alone. */
final class ServiceTeller {
    private static final int PROBLEMS_MAX = 3;
    private static final int SAW_MAX = 8;

    private ServiceTeller() {}

    static Told tell(Event.DeliveryUnread unread) {
        Sentence what = Sentence.of("a delivery could not be read at {}: {}", unread.where(), unread.why());
        return Told.key(Phase.ALERT, new Who.Source(unread.source()), what)
                .by(Sentence.of("delivery {}, body {}", unread.delivery(), unread.body()));
    }

    static Told tell(Event.DeliveryReplayed replayed) {
        return Told.key(
                Phase.ALERT, Who.Role.OPERATOR, Sentence.of("delivery {} taken up once more", replayed.delivery()));
    }

    static Told tell(Event.InboxDigest digest) {
        Sentence what = Sentence.of("{} alerts that no rule matched went to the inbox", digest.count());
        return Told.detail(Phase.ALERT, Who.Role.KILLSWITCH, what).by(Sentence.of("their root {}", digest.root()));
    }

    static Told tell(Event.Paged paged, Sentence about) {
        return Told.key(
                        Phase.NOTIFY,
                        Who.Role.KILLSWITCH,
                        Sentence.of("somebody paged about {}: {}", about, paged.why()))
                .by(Sentence.of("{}", paged.subject()));
    }

    static Told tell(Event.AutomationSet set) {
        String connection = set.connection();
        Sentence where = connection == null ? Sentence.words("everywhere") : Sentence.of("on {}", connection);
        Who who = set.person() == null
                ? Who.Role.KILLSWITCH
                : set.mode() == Mode.ARMED ? Who.Role.OPERATOR : Who.Role.PERSON;
        Told told = Told.key(Phase.DECIDE, who, Sentence.of("automation {} {}", where, set.mode()));
        String reason = set.reason();
        return reason == null ? told : told.by(Sentence.of("reason {}", reason));
    }

    static Told tell(Event.RuleSwitched switched) {
        Who who = switched.position() == Event.Position.ON ? Who.Role.OPERATOR : Who.Role.RESPONDER;
        Told told = Told.key(Phase.DECIDE, who, Sentence.of("rule {} turned {}", switched.rule(), switched.position()));
        String reason = switched.reason();
        return reason == null ? told : told.by(Sentence.of("reason {}", reason));
    }

    static Told tell(Event.RulebookChunk chunk) {
        return Told.detail(
                Phase.DECIDE,
                Who.Role.KILLSWITCH,
                Sentence.of("part {} of {} of rulebook {} recorded", chunk.part(), chunk.path(), chunk.digest()));
    }

    static Told tell(Event.RulebookActivated activated) {
        return Told.key(
                Phase.DECIDE,
                Who.Role.KILLSWITCH,
                Sentence.of("rulebook {} with {} rules is live", activated.digest(), activated.rules()));
    }

    static Told tell(Event.RulebookRefused refused) {
        List<Sentence> problems = refused.problems().stream()
                .map(problem -> Sentence.of("{}", problem))
                .toList();
        Sentence what = Sentence.of(
                "a changed rulebook was refused for {} problems: {}",
                refused.count(),
                problems.isEmpty() ? Sentence.words("see the log") : AlertTeller.listed(problems, PROBLEMS_MAX));
        return Told.key(Phase.DECIDE, Who.Role.KILLSWITCH, what);
    }

    static Told tell(Event.SourceSilent silent) {
        Instant heard = silent.heard();
        Sentence what = heard == null
                ? Sentence.words("nothing was ever heard of it")
                : Sentence.of("nothing heard of it since {}", heard);
        return Told.key(Phase.ALERT, new Who.Source(silent.source()), what);
    }

    static Told tell(Event.SourceHeard heard) {
        return Told.key(Phase.ALERT, new Who.Source(heard.source()), Sentence.words("heard again"));
    }

    static Told tell(Event.Started started) {
        return Told.key(
                Phase.REVIEW,
                Who.Role.KILLSWITCH,
                Sentence.of("the service, version {}, started with {} steps open", started.version(), started.open()));
    }

    static Told tell(Event.ConfigurationTaken taken) {
        Sentence what = Sentence.of(
                "a changed configuration taken: {} connections added, {} changed, {} removed",
                taken.added().size(),
                taken.changed().size(),
                taken.removed().size());
        return Told.key(Phase.REVIEW, Who.Role.OPERATOR, what).by(Sentence.of("{}", taken.configuration()));
    }

    static Told tell(Event.ProfileMeasured measured) {
        List<Sentence> saw = measured.measurement().saw().stream()
                .map(one ->
                        Sentence.of("{}: {}", one.what(), one.is().isEmpty() ? "none" : String.join(", ", one.is())))
                .toList();
        return Told.detail(
                        Phase.REVIEW,
                        Who.Role.KILLSWITCH,
                        Sentence.of(
                                "the profile of {} measured at {}",
                                measured.connection(),
                                measured.measurement().at()))
                .by(Sentence.of("{}", AlertTeller.listed(saw, SAW_MAX)));
    }

    static Told tell(Event.LedgerGap gap) {
        return Told.key(
                Phase.REVIEW,
                Who.Role.KILLSWITCH,
                Sentence.of("the record could not be written from {} to {}: {}", gap.from(), gap.to(), gap.why()));
    }

    static Told tell(Event.ClockJumped jumped) {
        return Told.key(
                Phase.REVIEW,
                Who.Role.KILLSWITCH,
                Sentence.of("the clock jumped, {} was expected: expiry is held", jumped.expected()));
    }
}
