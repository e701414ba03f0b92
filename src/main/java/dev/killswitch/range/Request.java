package dev.killswitch.range;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One request, as a world sees it.
 *
 * @param path as it was sent, still percent-encoded
 * @param query decoded; of a repeated name the last value
 * @param headers by lower-case name
 */
public record Request(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
    private static final Pattern ACTION = Pattern.compile("(?:^|&)(Action=[A-Za-z0-9]+)");

    public Request {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /**
     * What faults are matched with: {@code METHOD path}, {@code ?dryRun} or {@code ?watch} after it where it is a rehearsal
     * or a watch, and {@code Action=Name} where the body is such a form, or a header of AWS names it.
     */
    public String line() {
        Matcher action =
                ACTION.matcher(header("content-type").orElse("").startsWith("application/x-www-form") ? body : "");
        Optional<String> target = header("x-amz-target").map(name -> name.substring(name.lastIndexOf('.') + 1));
        return method + " " + path + (query.containsKey("dryRun") ? "?dryRun" : "")
                + (query.containsKey("watch") ? "?watch" : "")
                + (action.find() ? " " + action.group(1) : "")
                + target.map(name -> " Action=" + name).orElse("");
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** The parts of the path between its slashes, decoded. */
    public List<String> segments() {
        return Stream.of(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> decoded(part.replace("+", "%2B")))
                .toList();
    }

    /** Reads {@code a=b&c=d}, as in a query or a form body. Throws {@link IllegalArgumentException} for a broken escape. */
    public static Map<String, String> pairs(String form) {
        var pairs = new HashMap<String, String>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                pairs.put(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
