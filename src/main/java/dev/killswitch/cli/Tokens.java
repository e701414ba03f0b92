package dev.killswitch.cli;

import dev.killswitch.alert.LeakedTokens;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Keeps tokens off the command line, which others see; one that leaked comes by standard input. */
final class Tokens {
    /** A signed token, wherever it begins: header, payload, signature. */
    private static final Pattern SIGNED = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+\\.");

    private Tokens() {}

    static void refuse(OrderOptions options, Stream<String> words) throws Stop {
        Stream<String> all = Stream.concat(words, Stream.ofNullable(options.reason));
        if (all.anyMatch(word -> SIGNED.matcher(word).find())) {
            throw new Stop(
                    Exit.USAGE,
                    "a token stands on the command line, where others see it; nothing was sent: have it read by"
                            + " ks do kubernetes.revoke-token - < FILE, or name what it belongs to with ks revoke"
                            + " pod-token, secret-token or serviceaccount");
        }
    }

    /** The server takes a token out of the order; anything else it would keep. */
    static String read(Session session) throws Stop {
        String token = session.machine().input().all().strip();
        LeakedTokens.Text text = LeakedTokens.takeOut(token);
        if (!text.tokens().keySet().equals(Set.of(text.left()))) {
            throw new Stop(
                    Exit.USAGE,
                    "expected one token of a ServiceAccount on standard input, and nothing else; nothing was sent");
        }
        return token;
    }
}
