package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Outcome;
import dev.killswitch.provider.kubernetes.Discovered.Plugins;
import java.util.List;
import java.util.Optional;

/**
 * An object, of another API than NetworkPolicy, whose deny no NetworkPolicy can open again. It never stands alone: what
 * its API cannot say is denied by the NetworkPolicy beside it. Each kind knows the traps of its own API. Thread-safe.
 */
sealed interface DenyObject permits CiliumDeny, CalicoDeny, ClusterPolicyDeny, AdminPolicyDeny, AntreaDeny {
    DenyApi api();

    ResourceKind resource();

    /** Whose API it is: what else stands in it counts where that plugin runs. Empty for one that any may carry out. */
    default Optional<NetworkPlugin> plugin() {
        return Optional.empty();
    }

    /** What it may call, in RBAC's words, besides what everybody may. */
    List<String> permissions();

    /** The name that its API wants for what we call {@code name}. */
    default String name(String name) {
        return name;
    }

    /** Of the whole cluster, but for an API whose objects are a namespace's. */
    default Optional<String> namespace(Which which) {
        return Optional.empty();
    }

    /** Where the object stands that we call {@code name}. */
    default Where place(Which which, String name) {
        return new Where(resource(), namespace(which), name(name));
    }

    /** All that is ours there and may be taken away. */
    default List<Where> places(Which which, String name) {
        return List.of(place(which, name));
    }

    ObjectNode spec(Which which);

    /** Why an object of this API would not be about these pods, or about more; then none is written. */
    default Optional<String> misfit(Call call, Which which) {
        return Optional.empty();
    }

    /** Whether there is nothing that {@link #prepare} would write. Reads only. */
    default boolean isPrepared(Call call) {
        return true;
    }

    /** Makes what it leans on; an outcome where we may not. */
    default Optional<Outcome> prepare(Call call) {
        return Optional.empty();
    }

    /** Whether {@code own}, which stands as we made it, is known to win. */
    Force force(Call call, Which which, JsonNode own, Discovered discovered);

    /** What of an opening is open still where this object is in force. */
    default Optional<Opening> left(Opening opening) {
        return Optional.empty();
    }

    /** What is known of an object that stands. */
    sealed interface Force {
        record Certain() implements Force {}

        /** The network plugin follows, and has not yet. */
        record NotYet(String why) implements Force {}

        record Doubtful(String why) implements Force {}

        static Force unless(Optional<String> doubt) {
            return doubt.<Force>map(Doubtful::new).orElseGet(Certain::new);
        }
    }

    /** Why nobody knows that the plugin runs: the API alone may be what a removed one left behind. */
    static Optional<String> unseen(NetworkPlugin plugin, Discovered discovered) {
        return switch (discovered.plugins()) {
            case Plugins.Seen seen ->
                seen.plugin().filter(one -> one.kind() == plugin).isPresent()
                        ? Optional.empty()
                        : Optional.of("no DaemonSet of " + plugin.word() + " was seen");
            case Plugins.Hidden hidden ->
                Optional.of("whether " + plugin.word() + " runs cannot be seen: no permission " + hidden.permission());
        };
    }
}
