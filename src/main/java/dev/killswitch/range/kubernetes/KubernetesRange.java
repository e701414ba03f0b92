package dev.killswitch.range.kubernetes;

import dev.killswitch.range.Faults;
import dev.killswitch.range.RangeServer;
import dev.killswitch.range.StateFile;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;

/** The Kubernetes half of the practice range. An ordinary connection reaches it with its address and its token. */
public final class KubernetesRange implements AutoCloseable {
    /** The name of its state file. */
    public static final String FILE = "range-kubernetes.json";

    private final KubernetesWorld world;
    private final RangeServer server;

    private KubernetesRange(KubernetesWorld world, RangeServer server) {
        this.world = world;
        this.server = server;
    }

    /** Goes on where {@code file} says, else with a fresh cluster. Every request has to bring {@code token}. */
    public static KubernetesRange start(Vertx vertx, StateFile file, Clock clock, String token) {
        var world = new KubernetesWorld(file, clock, token);
        return new KubernetesRange(world, RangeServer.start(vertx, world));
    }

    /** As {@link #start(Vertx, StateFile, Clock, String)}, on a Vert.x of its own. */
    public static KubernetesRange start(StateFile file, Clock clock, String token) {
        var world = new KubernetesWorld(file, clock, token);
        return new KubernetesRange(world, RangeServer.start(world));
    }

    public URI uri() {
        return server.uri();
    }

    public Faults faults() {
        return server.faults();
    }

    /** From now on {@code permission}, such as {@code patch pods} or {@code get replicasets.apps}, is missing. */
    public void deny(String permission) {
        world.access().deny(permission);
    }

    /** It is there again. */
    public void allow(String permission) {
        world.access().allow(permission);
    }

    /** From now on its network is of that kind; {@link Network#CUTS} until somebody says. */
    public void become(Network network) {
        world.network().become(network);
    }

    /** From now on it serves the kinds of a network plugin, such as those of {@code cilium.io/v2}. */
    public void serve(String groupVersion) {
        world.served().add(groupVersion);
    }

    /** From now on Argo CD and Flux are in it, and deploy what there is in namespace {@code site}. */
    public void installGitOps() {
        server.inside(world::installGitOps);
    }

    /** Ends all watches that are open, as a server does that is started again. */
    public void cutWatches() {
        server.inside(world.watches()::cut);
    }

    /** Ends them, and none can go on from where it was. */
    public void expireWatches() {
        server.inside(world::expire);
    }

    /** Has each watch told how far it is, though nothing happened. */
    public void bookmark() {
        server.inside(world.watches()::bookmark);
    }

    /** How many watches are open. */
    public int watches() {
        return world.watches().size();
    }

    @Override
    public void close() {
        server.close();
    }
}
