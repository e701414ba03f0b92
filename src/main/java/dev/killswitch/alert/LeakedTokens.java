package dev.killswitch.alert;

import dev.killswitch.config.Secret;
import dev.killswitch.config.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Takes tokens of Kubernetes ServiceAccounts out of a delivery, before anything of it is kept: in their place stands a name
 * that tells them apart and that nobody can sign in with. Pure.
 */
public final class LeakedTokens {
    /** As an entity's kind. */
    public static final String KIND = "kubernetes.token";

    /** No sender names more in one delivery; those beyond are taken out all the same. */
    private static final int HELD_MAX = 100;

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private LeakedTokens() {}

    /**
     * What is left, and what was in it.
     *
     * @param tokens by the name that stands in the delivery in their place
     */
    public record Found(Delivery delivery, Map<String, Secret> tokens) {
        public Found {
            tokens = Map.copyOf(tokens);
        }
    }

    public static Found takeOut(Delivery delivery) {
        Map<String, Secret> tokens = new LinkedHashMap<>();
        var headers = new TreeMap<String, List<String>>();
        delivery.headers()
                .forEach((name, values) -> headers.put(
                        name,
                        values.stream().map(value -> without(value, tokens)).toList()));
        // Each byte as one character: what is no text stays as it is.
        String body = new String(delivery.body().bytes(), StandardCharsets.ISO_8859_1);
        String left = without(body, tokens);
        return tokens.isEmpty()
                ? new Found(delivery, Map.of())
                : new Found(
                        new Delivery(
                                delivery.source(),
                                delivery.id(),
                                delivery.observed(),
                                headers,
                                Body.of(left.getBytes(StandardCharsets.ISO_8859_1))),
                        tokens);
    }

    /** A text of a person's, as it is left. */
    public record Text(String left, Map<String, Secret> tokens) {
        public Text {
            tokens = Map.copyOf(tokens);
        }
    }

    /** The same with the text of a request. */
    public static Text takeOut(String text) {
        var tokens = new LinkedHashMap<String, Secret>();
        String left = without(text, tokens);
        return new Text(left, tokens);
    }

    private static String without(String text, Map<String, Secret> tokens) {
        List<TokenScan.Hit> hits = new TokenScan(text).hits();
        if (hits.isEmpty()) {
            return text;
        }
        var left = new StringBuilder(text.length());
        int behind = 0;
        for (TokenScan.Hit hit : hits) {
            String name = name(hit);
            if (tokens.size() < HELD_MAX) {
                tokens.put(name, Secret.of(hit.token()));
            }
            // What ends one may begin the next.
            left.append(text, behind, Math.max(behind, hit.from())).append(name);
            behind = hit.to();
        }
        return left.append(text, behind, text.length()).toString();
    }

    /** With the id that audit logs know it by. */
    private static String name(TokenScan.Hit hit) {
        String id = hit.claims()
                .at("jti")
                .text()
                .filter(jti -> ID.matcher(jti).matches())
                .map(jti -> "JTI=" + jti)
                .orElse("no-JTI");
        String digest = Sha256.hex(hit.token().getBytes(StandardCharsets.US_ASCII));
        return id + "/" + digest.substring(0, 16);
    }
}
