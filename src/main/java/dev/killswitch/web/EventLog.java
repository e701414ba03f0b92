package dev.killswitch.web;

import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Tells the log of what somebody at a terminal has to know: ids and names of ours alone, since whatever senders and systems
 * wrote stands in the record. Remembers the newest pages. Thread-safe.
 */
final class EventLog {
    private static final Logger LOG = Logger.getLogger("dev.killswitch.events");

    /** As many as one list shows; the ledger has all of them. */
    private static final int PAGES_MAX = 500;

    private final Deque<Event.Paged> pages = new ArrayDeque<>();

    /** The newest pages since the service started, newest first. */
    List<Event.Paged> pages(int limit) {
        synchronized (pages) {
            return pages.stream().limit(limit).toList();
        }
    }

    void tell(Event event) {
        switch (event) {
            case Event.Paged page -> page(page);
            case Event.StepEnded ended -> ended(ended);
            case Event.AlertDecided decided ->
                LOG.infof(
                        "alert=%s source=%s incident=%s decision=%s",
                        decided.alert(), decided.source(), decided.incident(), Words.of(decided.decision()));
            case Event.OrderGiven given ->
                LOG.infof(
                        "order=%s incident=%s action=%s connection=%s decision=%s",
                        given.order().id(),
                        given.incident(),
                        given.order().what(),
                        given.order().target().connection(),
                        Words.of(given.decision()));
            case Event.ReleaseEnded ended ->
                LOG.infof("release=%s containment=%s has ended", ended.release(), ended.containment());
            case Event.AutomationSet set ->
                LOG.infof(
                        "automation is %s on connection=%s",
                        Words.of(set.mode()), set.connection() == null ? "*" : set.connection());
            case Event.RuleSwitched switched ->
                LOG.infof("rule=%s is switched %s", switched.rule(), Words.of(switched.position()));
            case Event.RulebookActivated live ->
                LOG.infof("rulebook=%s is live, %d rules", live.digest(), live.rules());
            case Event.RulebookRefused refused -> LOG.warnf("a rulebook is refused, %d problems", refused.count());
            case Event.ConfigurationTaken taken ->
                LOG.infof(
                        "configuration=%s is taken: connections added=%s changed=%s removed=%s",
                        taken.configuration(), taken.added(), taken.changed(), taken.removed());
            case Event.ProfileMeasured measured ->
                LOG.infof(
                        "the profile of connection=%s was measured at=%s",
                        measured.connection(), measured.measurement().at());
            case Event.SourceHeard heard -> LOG.infof("source=%s is heard again", heard.source());
            case Event.LedgerGap gap ->
                LOG.warnf("the record could not be written from %s to %s", gap.from(), gap.to());
            default -> {
                // The other facts follow on these, or page.
            }
        }
    }

    private void page(Event.Paged page) {
        LOG.warnf("page: somebody has to look at subject=%s", page.subject());
        synchronized (pages) {
            pages.addFirst(page);
            if (pages.size() > PAGES_MAX) {
                pages.removeLast();
            }
        }
    }

    private static void ended(Event.StepEnded ended) {
        Logger.Level level = switch (ended.outcome()) {
            case Outcome.Done _, Outcome.AlreadyDone _, Outcome.Gone _ -> Logger.Level.INFO;
            case Outcome.Changed _, Outcome.Busy _, Outcome.Refused _, Outcome.Unknown _ -> Logger.Level.WARN;
        };
        LOG.logf(level, "step=%s outcome=%s", ended.step(), kebab(ended.outcome()));
    }

    private static String kebab(Outcome outcome) {
        return outcome.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** Said once, until it is written again. */
    void unrecorded() {
        LOG.warn("the record cannot be written: /q/health/armed says why");
    }

    void recordedAgain() {
        LOG.info("the record is written again");
    }
}
