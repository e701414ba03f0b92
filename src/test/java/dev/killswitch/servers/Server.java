package dev.killswitch.servers;

import java.util.List;

/** A real server, and how it is had. */
enum Server {
    ETCD("etcd", How.BUILT, "etcd"),
    KUBERNETES("kubernetes", How.BUILT, "kube-apiserver"),
    KWOK("kwok", How.BUILT, "kwok"),
    MOTO("moto", How.BUILT, "bin/moto_server"),
    FSCK("fsck", How.BUILT, "fsck"),
    EVALUATOR("evaluator", How.BUILT, "node_modules"),
    ALERTMANAGER("alertmanager", How.DEBIAN, "prometheus-alertmanager");

    private final String called;
    private final How how;
    private final String program;

    Server(String called, How how, String program) {
        this.called = called;
        this.how = how;
        this.program = program;
    }

    String called() {
        return called;
    }

    /** Below the server's directory, or in PATH. */
    String program() {
        return program;
    }

    /** Looks for it, and makes it where we know how: the first time on a machine that takes minutes. */
    Located locate() {
        return switch (how) {
            case BUILT -> Located.build(called);
            case DEBIAN -> Located.inPath(program, List.of("--version"));
        };
    }

    private enum How {
        /** By {@code src/it/servers/build}. */
        BUILT,
        /** Installed as a package of the distribution. */
        DEBIAN
    }
}
