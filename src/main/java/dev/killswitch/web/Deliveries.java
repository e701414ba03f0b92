package dev.killswitch.web;

import dev.killswitch.alert.Delivery;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a delivery must look like before anybody reads it. */
final class Deliveries {
    static final String PATH = "/v1/alerts/";

    /** JSON by any of its names, in UTF-8. */
    private static final Pattern JSON =
            Pattern.compile("(application/json|application/[a-z0-9.+-]{1,100}\\+json|text/json)(;.*)?");

    private static final Pattern TEXT = Pattern.compile("text/plain(;.*)?");
    private static final Pattern OTHER_CHARSET = Pattern.compile(".*;\\s*charset=(?!\"?utf-8\"?\\s*(;|$)).*");

    private Deliveries() {}

    /** Why it is of no form that the door takes; empty where it is. */
    static Optional<String> unfit(Door door, List<String> types, List<String> encodings) {
        if (encodings.stream().anyMatch(encoding -> !encoding.strip().equalsIgnoreCase("identity"))) {
            return Optional.of("bodies come as they are, without a Content-Encoding");
        }
        if (types.size() > 1) {
            return Optional.of("one Content-Type");
        }
        // Some scripts name no type; what they send is read as strictly as all else.
        boolean fits = types.stream()
                .map(type -> type.strip().toLowerCase(Locale.ROOT))
                .allMatch(type -> (JSON.matcher(type).matches()
                                || (door.takesText() && TEXT.matcher(type).matches()))
                        && !OTHER_CHARSET.matcher(type).matches());
        return fits
                ? Optional.empty()
                : Optional.of(door.takesText() ? "JSON, or text/plain, in UTF-8" : "application/json in UTF-8");
    }

    /** The same delivery without what proves its sender: that is never kept. */
    static Delivery withoutSecrets(Delivery delivery, Set<String> secretHeaders) {
        Map<String, List<String>> headers = new TreeMap<>(delivery.headers());
        headers.keySet().removeAll(secretHeaders);
        return new Delivery(delivery.source(), delivery.id(), delivery.observed(), headers, delivery.body());
    }
}
