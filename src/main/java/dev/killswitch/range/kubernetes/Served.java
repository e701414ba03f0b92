package dev.killswitch.range.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The kinds that the range serves now: its own always, those of what is installed beside where it was told to. Thread-safe. */
final class Served {
    private final Set<String> extensions = ConcurrentHashMap.newKeySet();

    /** {@code groupVersion} is that of a plugin, such as {@code cilium.io/v2}. */
    void add(String groupVersion) {
        if (Resource.EXTENSIONS.stream().noneMatch(one -> one.groupVersion().equals(groupVersion))) {
            throw new IllegalArgumentException("the practice range knows no kinds of " + groupVersion);
        }
        extensions.add(groupVersion);
    }

    private Stream<Resource> all() {
        return Stream.concat(
                Resource.ALL.stream(),
                Resource.EXTENSIONS.stream().filter(one -> extensions.contains(one.groupVersion())));
    }

    Optional<Resource> find(String groupVersion, String plural) {
        return in(groupVersion).filter(one -> one.plural().equals(plural)).findFirst();
    }

    Stream<Resource> in(String groupVersion) {
        return all().filter(one -> one.groupVersion().equals(groupVersion));
    }

    /** As in {@code apiVersion}; the core is not among them. */
    List<String> groupVersions() {
        return all().filter(one -> !one.group().isEmpty())
                .map(Resource::groupVersion)
                .distinct()
                .toList();
    }
}
