package dev.killswitch.plan;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What guards say in more than one place. */
final class Sentences {
    private Sentences() {}

    /** As people write it: {@code 10m}, {@code 1h30m}. */
    static String time(Duration time) {
        return time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    static Verdict ruleOff(String rule) {
        return Guard.RULE_OFF.says("rule " + rule + " is off: switch it on, or give the order by hand");
    }

    /** What is said where automation is less than armed. */
    static Optional<Verdict> automation(Mode mode, String connection) {
        String arm = " on " + connection + ": arm it, or give the order by hand";
        return switch (mode) {
            case ARMED -> Optional.empty();
            case OBSERVING -> Optional.of(Guard.AUTOMATION_OBSERVING.says("automation only observes" + arm));
            case PAUSED -> Optional.of(Guard.AUTOMATION_PAUSED.says("automation is paused" + arm));
        };
    }

    static Verdict alreadyContained(String containment) {
        return Guard.ALREADY_CONTAINED.says(containment + " brings about the same already: nothing is left to do");
    }
}
