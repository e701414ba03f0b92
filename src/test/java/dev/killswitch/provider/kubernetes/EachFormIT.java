package dev.killswitch.provider.kubernetes;

import java.util.List;

/** On a real API server, with no more rights than it takes to look. */
class EachFormIT extends EachFormContract {
    @Override
    Grounds open() {
        return new ServerGrounds(List.of(
                "get pods", "list pods", "watch pods", "get nodes", "get deployments.apps", "get serviceaccounts"));
    }

    @Override
    String statusPath(String pod) {
        return grounds().path(pod) + "/status";
    }
}
