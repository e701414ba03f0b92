package dev.killswitch.alert;

import dev.killswitch.config.Secret;
import dev.killswitch.config.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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

    private static final Pattern TOKEN =
            Pattern.compile("eyJ[A-Za-z0-9_-]{8,4096}\\.(eyJ[A-Za-z0-9_-]{8,16384})\\.[A-Za-z0-9_-]{16,4096}");

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");
    private static final String ACCOUNT = "system:serviceaccount:";

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

    private static String without(String text, Map<String, Secret> tokens) {
        if (!text.contains("eyJ")) {
            return text;
        }
        Matcher matcher = TOKEN.matcher(text);
        return matcher.replaceAll(match -> {
            Optional<String> name = name(match);
            if (name.isPresent() && tokens.size() < HELD_MAX) {
                tokens.put(name.get(), Secret.of(match.group()));
            }
            return Matcher.quoteReplacement(name.orElse(match.group()));
        });
    }

    /** With the id that audit logs know it by; empty where it is no ServiceAccount's. */
    private static Optional<String> name(MatchResult token) {
        if (!(claims(token.group(1)) instanceof Json.Tree tree)) {
            return Optional.empty();
        }
        Json claims = tree.root();
        String id = claims.at("jti")
                .text()
                .filter(jti -> ID.matcher(jti).matches())
                .map(jti -> "JTI=" + jti)
                .orElse("no-JTI");
        String digest = Sha256.hex(token.group().getBytes(StandardCharsets.US_ASCII));
        return claims.at("sub")
                .text()
                .filter(subject -> subject.startsWith(ACCOUNT))
                .map(_ -> id + "/" + digest.substring(0, 16));
    }

    private static Json.Reading claims(String part) {
        try {
            return Json.read(Body.of(Base64.getUrlDecoder().decode(part)));
        } catch (IllegalArgumentException _) {
            return new Json.Broken("byte 0", "no base64url");
        }
    }
}
