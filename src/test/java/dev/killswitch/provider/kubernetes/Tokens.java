package dev.killswitch.provider.kubernetes;

import java.time.Duration;

/** Mints tokens of a cluster under test, and asks its API server whether they are believed. */
final class Tokens {
    private static final String REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";

    /** An API server believes a token that it has just believed for 10 s more. */
    private static final Duration DEAD_WITHIN = Duration.ofSeconds(13);

    private final Cluster admin;

    Tokens(Cluster admin) {
        this.admin = admin;
    }

    String mint(String account) {
        return mint(account, "{\"expirationSeconds\":3600}");
    }

    /** As in the file system of that pod. */
    String mint(String account, String pod, String uid) {
        return mint(account, "Pod", pod, uid);
    }

    /** Bound to that object. */
    String mint(String account, String kind, String name, String uid) {
        return mint(account, """
                {"expirationSeconds":3600,"boundObjectRef":{"apiVersion":"v1","kind":"%s","name":"%s","uid":"%s"}}""".formatted(kind, name, uid));
    }

    private String mint(String account, String spec) {
        return admin.create(
                        account + "/token",
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":" + spec + "}")
                .at("/status/token")
                .asText();
    }

    boolean isBelieved(String token) {
        return admin.create(
                        REVIEWS,
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",\"spec\":{\"token\":\""
                                + token + "\"}}")
                .at("/status/authenticated")
                .asBoolean();
    }

    /** Whether it is refused three times in a row, soon enough. */
    boolean dies(String token) {
        long end = System.nanoTime() + DEAD_WITHIN.toNanos();
        int refused = 0;
        while (refused < 3 && System.nanoTime() < end) {
            refused = isBelieved(token) ? 0 : refused + 1;
        }
        return refused == 3;
    }
}
