package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Profile.Basis;
import dev.killswitch.action.Profile.Fact;
import dev.killswitch.config.Section;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Keeps the standing policy in the namespaces that a connection names, before anybody needs it: the first isolation there
 * is then one write, and the network plugin has long seen the policy. Checked again and again, and healed. Thread-safe.
 */
final class LaidAhead {
    private static final String KEY = "lay-ahead";

    /** One a second, so that all of them are looked at within minutes. */
    private static final int NAMESPACES_MAX = 300;

    /** A policy that somebody changed is healed within that, and at the next isolation in any case. */
    private static final Duration ROUND = Duration.ofSeconds(30);

    /** Of those that are without; most often the reason is one for all. */
    private static final int TOLD_MAX = 10;

    private static final String TIER = Specs.ISOLATE_POD.tier();

    private final StandingPolicy standing;
    private final List<String> namespaces;
    private final boolean isOn;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private volatile Optional<Instant> looked = Optional.empty();
    private Instant round = Instant.MIN;
    private int next;

    LaidAhead(StandingPolicy standing, KubernetesSettings settings, Clock clock) {
        this.standing = standing;
        this.namespaces = settings.layAhead();
        this.isOn = settings.tiers().contains(TIER);
        this.clock = clock;
    }

    static List<String> read(Section connection) {
        var namespaces = new ArrayList<String>();
        for (String name : connection.texts(KEY)) {
            if (Names.isNamespace(name)) {
                namespaces.add(name);
            } else {
                connection.problemOf(KEY, name, "'" + name + "'", "the name of a namespace");
            }
        }
        if (namespaces.size() > NAMESPACES_MAX) {
            connection.problem(KEY, namespaces.size() + " namespaces", "at most " + NAMESPACES_MAX);
        }
        return namespaces.stream().distinct().limit(NAMESPACES_MAX).toList();
    }

    /** Looks after one namespace, where one is due. */
    void tend(Instant deadline) {
        if (namespaces.isEmpty() || !isOn || !lock.tryLock()) {
            return;
        }
        try {
            Instant now = clock.instant();
            if (next == 0) {
                if (now.isBefore(round)) {
                    return;
                }
                round = now.plus(ROUND);
            }
            String namespace = namespaces.get(next);
            next = (next + 1) % namespaces.size();
            trouble(namespace, deadline)
                    .ifPresentOrElse(why -> troubles.put(namespace, why), () -> troubles.remove(namespace));
            if (next == 0) {
                looked = Optional.of(now);
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> trouble(String namespace, Instant deadline) {
        return switch (standing.lay(namespace, deadline)) {
            case StandingPolicy.Ready.Yes _ -> Optional.empty();
            case StandingPolicy.Ready.No no ->
                Optional.of(
                        switch (no.outcome()) {
                            case Outcome.Refused refused -> refused.why();
                            case Outcome.Busy busy -> busy.why();
                            case Outcome.Done _,
                                    Outcome.AlreadyDone _,
                                    Outcome.Changed _,
                                    Outcome.Gone _,
                                    Outcome.Unknown _ -> "it is not there yet";
                        });
        };
    }

    /** What the profile says of it; empty where no namespace is named. */
    Optional<Fact> fact() {
        if (namespaces.isEmpty()) {
            return Optional.empty();
        }
        String name = "standing-policy";
        String source = StandingPolicy.NAME + " in the namespaces of " + KEY;
        if (!isOn) {
            return Optional.of(
                    new Fact(name, "not laid: tier " + TIER + " is off", Basis.KNOWN, source, Optional.empty()));
        }
        if (looked.isEmpty()) {
            return Optional.of(new Fact(name, Known.UNKNOWN.word(), Basis.UNKNOWN, source, looked));
        }
        Map<String, String> now = new TreeMap<>(troubles);
        String without = now.entrySet().stream()
                        .limit(TOLD_MAX)
                        .map(one -> "; not in " + one.getKey() + ": " + one.getValue())
                        .collect(Collectors.joining())
                + (now.size() > TOLD_MAX ? "; nor in " + (now.size() - TOLD_MAX) + " more" : "");
        return Optional.of(new Fact(
                name,
                "in place in " + (namespaces.size() - now.size()) + " of " + namespaces.size() + without,
                Basis.KNOWN,
                source,
                looked));
    }
}
