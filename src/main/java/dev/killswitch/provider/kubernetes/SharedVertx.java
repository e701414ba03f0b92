package dev.killswitch.provider.kubernetes;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import org.jspecify.annotations.Nullable;

/** One Vert.x under all connections: made for the first, closed with the last. Thread-safe. */
final class SharedVertx {
    /** They only move bytes: the work is done by those who wait for the answers. */
    private static final int EVENT_LOOPS = 2;

    private @Nullable Vertx vertx;
    private int users;

    synchronized Vertx acquire() {
        if (vertx == null) {
            var files = new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
            vertx = Vertx.vertx(
                    new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setFileSystemOptions(files));
        }
        users++;
        return vertx;
    }

    synchronized void release() {
        users--;
        if (users == 0 && vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
            vertx = null;
        }
    }
}
