package dev.killswitch.provider.kubernetes;

import java.util.List;
import java.util.Optional;

/** What an alert knows of a pod, where it does not know its name. */
sealed interface PodTrait {
    boolean fits(IndexedPod pod);

    List<IndexedPod> in(PodIndex index);

    /** Those of {@code fitting} that it means. */
    default List<IndexedPod> meant(List<IndexedPod> fitting) {
        return fitting;
    }

    /** As people say it. */
    String words();

    /** All that the API server can be asked for. */
    default ObjectPath listed() {
        return ObjectPath.all(ResourceKind.POD, Optional.empty());
    }

    /** {@code uid:…}, {@code container:…} or {@code ip:…}; empty where {@code id} is none of them. */
    static Optional<PodTrait> read(String id) {
        int colon = id.indexOf(':');
        String value = id.substring(colon + 1);
        return switch (colon < 0 ? "" : id.substring(0, colon)) {
            case "uid" -> value.matches("[0-9a-f-]{32,36}") ? Optional.of(new Uid(value)) : Optional.empty();
            case "container" -> IndexedPod.container(value).map(Container::new);
            case "ip" -> address(value);
            default -> Optional.empty();
        };
    }

    /** Empty where it is no address that a pod can have. */
    static Optional<PodTrait> address(String text) {
        return Names.isAddress(text) ? Optional.of(new Address(text)) : Optional.empty();
    }

    /** The pod's own, or what its node calls it. */
    record Uid(String uid) implements PodTrait {
        @Override
        public boolean fits(IndexedPod pod) {
            return pod.uid().equals(uid) || pod.hash().equals(uid);
        }

        @Override
        public List<IndexedPod> in(PodIndex index) {
            return index.byUid(uid);
        }

        /** What a node calls a pod stands in an annotation, which anybody writes: it takes no other pod's own uid. */
        @Override
        public List<IndexedPod> meant(List<IndexedPod> fitting) {
            List<IndexedPod> own =
                    fitting.stream().filter(pod -> pod.uid().equals(uid)).toList();
            return own.isEmpty() ? fitting : own;
        }

        @Override
        public String words() {
            return "uid " + uid;
        }
    }

    /** The first digits of its id, which tell containers apart. */
    record Container(long id) implements PodTrait {
        @Override
        public boolean fits(IndexedPod pod) {
            return pod.containers().contains(id);
        }

        @Override
        public List<IndexedPod> in(PodIndex index) {
            return index.byContainer(id);
        }

        @Override
        public String words() {
            return "container %012x".formatted(id);
        }
    }

    /** One that it may have given up since: it needs the time at which the pod had it. */
    record Address(String address) implements PodTrait {
        @Override
        public boolean fits(IndexedPod pod) {
            return pod.addresses().contains(address) && !pod.isOver();
        }

        @Override
        public List<IndexedPod> in(PodIndex index) {
            return index.byAddress(address);
        }

        @Override
        public String words() {
            return "address " + address;
        }

        @Override
        public ObjectPath listed() {
            return PodTrait.super.listed().with("fieldSelector", "status.podIP=" + address);
        }
    }
}
