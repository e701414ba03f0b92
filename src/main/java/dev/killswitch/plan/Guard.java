package dev.killswitch.plan;

import dev.killswitch.config.Kebab;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Each reason not to, by its name: as configuration, answers, orders and the record write it. {@code docs/guards.md}. */
public enum Guard {
    /** The thing is what we run on or act with. */
    OURSELVES(Bends.FOR_NOBODY),
    /** What is named is no one thing: nothing, the account itself, or a pattern. */
    UNNAMED(Bends.FOR_NOBODY),
    /** The connection does not allow the action's tier. */
    TIER(Bends.BY_CONFIGURATION),
    /** Configuration or the built-in list names the thing. */
    PROTECTED(Bends.BY_NAME),
    /** A person hits something protected, or much in little time. */
    CONFIRM(Bends.BY_COUNT),
    /** The thing only looks like one of those that are protected. */
    LOOKS_PROTECTED(Bends.FOR_PERSONS),
    /** The thing carries something that a person should see first; an attacker may have put it there. */
    SENSITIVE(Bends.FOR_PERSONS),
    /** The rule, or automation as a whole, has taken all that it may in its window. */
    BUDGET(Bends.FOR_PERSONS),
    /** It happened too long before we heard of it. */
    STALE(Bends.FOR_PERSONS),
    /** A person released this very thing, and the same alerts come again. */
    LET_GO(Bends.FOR_PERSONS),
    /** Another containment brings about the same already. */
    ALREADY_CONTAINED(Bends.FOR_PERSONS),
    /** What is named is in no connection of ours, or in several. */
    UNRESOLVED(Bends.FOR_PERSONS),
    /** One alert wants more than one plan may hold. */
    TOO_MANY(Bends.FOR_PERSONS),
    /** The connection does not know its own identity yet. */
    CONNECTION_NOT_READY(Bends.FOR_PERSONS),
    /** Automation only observes. */
    AUTOMATION_OBSERVING(Bends.FOR_PERSONS),
    /** Somebody paused automation. */
    AUTOMATION_PAUSED(Bends.FOR_PERSONS),
    /** The rule only observes. */
    RULE_OBSERVES(Bends.FOR_PERSONS),
    /** The rule is off. */
    RULE_OFF(Bends.FOR_PERSONS),
    /** The source may only make us observe. */
    SOURCE_MAY_OBSERVE(Bends.FOR_PERSONS),
    /** The sender says that it is a sample or a test. */
    SAMPLE(Bends.FOR_PERSONS),
    /** The sender says that the finding was put away. */
    ARCHIVED(Bends.FOR_PERSONS),
    /** The sender says that the finding is over. */
    CLOSED(Bends.FOR_PERSONS);

    private final Bends bends;

    Guard(Bends bends) {
        this.bends = bends;
    }

    /** For whom it steps aside. */
    public enum Bends {
        /** Whoever asks. */
        FOR_NOBODY,
        /** An operator switches it in the configuration; no order can. */
        BY_CONFIGURATION,
        /** Holds automation, and a person who does not name it. */
        BY_NAME,
        /** Holds a person until they type how many things they hit. */
        BY_COUNT,
        /** Holds automation; a person goes on without a word. */
        FOR_PERSONS
    }

    public Bends bends() {
        return bends;
    }

    /** Its name, such as {@code already-contained}. */
    public String word() {
        return Kebab.of(this);
    }

    /** All names. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Guard::word).toList();
    }

    /** The one of that name. */
    public static Optional<Guard> of(String word) {
        return Arrays.stream(values())
                .filter(guard -> guard.word().equals(word))
                .findFirst();
    }

    /** What it says: {@code says} is one sentence, with what was found and what to do. */
    Verdict says(String says) {
        return switch (bends) {
            case FOR_NOBODY, BY_CONFIGURATION -> new Verdict.Never(word(), says);
            case BY_NAME, BY_COUNT, FOR_PERSONS -> new Verdict.PersonMay(word(), says);
        };
    }

    /** Whether it said {@code verdict}. */
    public boolean said(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Act _ -> false;
            case Verdict.PersonMay may -> may.guard().equals(word());
            case Verdict.Never never -> never.guard().equals(word());
        };
    }
}
