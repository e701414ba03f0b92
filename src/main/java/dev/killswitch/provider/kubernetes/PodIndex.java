package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * All pods of a cluster, by what alerts know of them and the API cannot be asked for. Told by one thread, asked by any.
 * What is found here is looked at again before anything is done.
 */
final class PodIndex implements Feed.Ear<IndexedPod> {
    private final Disturbances disturbances;
    private volatile Maps maps = new Maps();

    PodIndex(Disturbances disturbances) {
        this.disturbances = disturbances;
    }

    /** Grown by one thread. */
    private static final class Maps {
        private final Map<String, IndexedPod> byUid = new ConcurrentHashMap<>();
        private final Map<Object, List<IndexedPod>> byTrait = new ConcurrentHashMap<>();

        void put(IndexedPod pod) {
            IndexedPod before = byUid.put(pod.uid(), pod);
            if (before != null) {
                traits(before).forEach(trait -> drop(trait, before));
            }
            traits(pod).forEach(trait -> byTrait.merge(trait, List.of(pod), Maps::both));
        }

        void remove(IndexedPod pod) {
            IndexedPod before = byUid.remove(pod.uid());
            if (before != null) {
                traits(before).forEach(trait -> drop(trait, before));
            }
        }

        private static Stream<Object> traits(IndexedPod pod) {
            Stream<Object> named = Stream.concat(pod.addresses().stream(), pod.containers().stream());
            return pod.hash().isEmpty() ? named : Stream.concat(named, Stream.of(pod.hash()));
        }

        private static List<IndexedPod> both(List<IndexedPod> some, List<IndexedPod> more) {
            return Stream.concat(some.stream(), more.stream()).toList();
        }

        private void drop(Object trait, IndexedPod pod) {
            byTrait.computeIfPresent(trait, (_, pods) -> {
                List<IndexedPod> left = pods.stream()
                        .filter(one -> !one.uid().equals(pod.uid()))
                        .toList();
                return left.isEmpty() ? null : left;
            });
        }
    }

    @Override
    public IndexedPod reduced(JsonNode object) {
        return IndexedPod.read(object);
    }

    @Override
    public void all(List<IndexedPod> all) {
        var fresh = new Maps();
        all.forEach(fresh::put);
        maps = fresh;
        disturbances.changed(ResourceKind.POD);
    }

    @Override
    public void is(IndexedPod one) {
        maps.put(one);
        disturbances.changed(one.where());
    }

    @Override
    public void gone(IndexedPod one) {
        maps.remove(one);
        disturbances.changed(one.where());
    }

    /** By its own uid, or what its node calls it where it is a static pod. */
    List<IndexedPod> byUid(String uid) {
        Maps now = maps;
        IndexedPod pod = now.byUid.get(uid);
        return pod == null ? now.byTrait.getOrDefault(uid, List.of()) : List.of(pod);
    }

    List<IndexedPod> byContainer(long id) {
        return maps.byTrait.getOrDefault(id, List.of());
    }

    List<IndexedPod> byAddress(String address) {
        return maps.byTrait.getOrDefault(address, List.of());
    }

    int size() {
        return maps.byUid.size();
    }
}
