package dev.killswitch.assembly;

import dev.killswitch.incident.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** By what connections a configuration differs from the one before it. */
record Changes(String configuration, List<String> added, List<String> changed, List<String> removed) {
    static Changes between(Settings before, Settings now) {
        Map<String, ?> old = before.connections();
        Map<String, ?> fresh = now.connections();
        var added = new TreeSet<>(fresh.keySet());
        added.removeAll(old.keySet());
        var removed = new TreeSet<>(old.keySet());
        removed.removeAll(fresh.keySet());
        List<String> changed = new TreeSet<>(fresh.keySet())
                .stream()
                        .filter(name -> Optional.ofNullable(old.get(name))
                                .filter(one -> !one.equals(fresh.get(name)))
                                .isPresent())
                        .toList();
        return new Changes(now.digest(), List.copyOf(added), changed, List.copyOf(removed));
    }

    Event.ConfigurationTaken event(Instant at) {
        return new Event.ConfigurationTaken(at, configuration, added, changed, removed);
    }
}
