package dev.killswitch.provider.kubernetes;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract of each deny object on a real API server that holds ours to definitions of the real shape. */
class DenyIT {
    abstract static class OnServer extends DenyContract {
        @Override
        Grounds open(Optional<String> missing) {
            return ServerGrounds.withDenies(missing);
        }
    }

    private static void define(DenyApi api) {
        try (var grounds = new ServerGrounds()) {
            PolicyApis.define(grounds.admin(), api);
            for (ResourceKind kind : PolicyApis.kinds(api)) {
                grounds.await(kind.plural() + " are served", () -> PolicyApis.isServed(grounds.admin(), kind));
            }
        }
    }

    private static void undefine(DenyApi api) {
        try (var grounds = new ServerGrounds()) {
            PolicyApis.undefine(grounds, api);
        }
    }

    @Nested
    class Cilium extends OnServer {
        @BeforeAll
        static void define() {
            DenyIT.define(DenyApi.CILIUM);
        }

        @AfterAll
        static void undefine() {
            DenyIT.undefine(DenyApi.CILIUM);
        }

        @Override
        DenyApi api() {
            return DenyApi.CILIUM;
        }
    }

    @Nested
    class Calico extends OnServer {
        @BeforeAll
        static void define() {
            DenyIT.define(DenyApi.CALICO);
        }

        @AfterAll
        static void undefine() {
            DenyIT.undefine(DenyApi.CALICO);
        }

        @Override
        DenyApi api() {
            return DenyApi.CALICO;
        }
    }

    @Nested
    class Antrea extends OnServer {
        @BeforeAll
        static void define() {
            DenyIT.define(DenyApi.ANTREA);
        }

        @AfterAll
        static void undefine() {
            DenyIT.undefine(DenyApi.ANTREA);
        }

        @Override
        DenyApi api() {
            return DenyApi.ANTREA;
        }
    }

    @Nested
    class OfTheCluster extends OnServer {
        @BeforeAll
        static void define() {
            DenyIT.define(DenyApi.CLUSTER_NETWORK_POLICY);
        }

        @AfterAll
        static void undefine() {
            DenyIT.undefine(DenyApi.CLUSTER_NETWORK_POLICY);
        }

        @Override
        DenyApi api() {
            return DenyApi.CLUSTER_NETWORK_POLICY;
        }
    }

    @Nested
    class OfTheAdministrator extends OnServer {
        @BeforeAll
        static void define() {
            DenyIT.define(DenyApi.ADMIN_NETWORK_POLICY);
        }

        @AfterAll
        static void undefine() {
            DenyIT.undefine(DenyApi.ADMIN_NETWORK_POLICY);
        }

        @Override
        DenyApi api() {
            return DenyApi.ADMIN_NETWORK_POLICY;
        }
    }
}
