package dev.killswitch.provider.kubernetes;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of images is meant: the one of a digest, wherever it is pulled from, or all of a repository.
 *
 * @param digest as {@code sha256:…}; empty for a whole repository
 * @param spellings of the repository in lower case, as somebody may write it on a pod: Docker Hub's may be left out, and
 *     the port that HTTPS has anyway written
 */
record Image(Optional<String> digest, List<String> spellings) {
    static final String KIND = "kubernetes.image";

    /** For whoever named none. */
    static final String FORMS =
            "an image is a repository or a repository@sha256:digest; leave out a tag, which may be on another one tomorrow";

    private static final String PART = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
    private static final Pattern FORM =
            Pattern.compile("(?<host>(?:localhost|[A-Za-z0-9.-]+(?:\\.[A-Za-z0-9-]+|:[0-9]{1,5}))/)?" + "(?<path>"
                    + PART + "(?:/" + PART + ")*)(?:@(?<digest>sha256:[0-9a-f]{64}))?");

    private static final int LENGTH_MAX = 400;
    private static final String LIBRARY = "library/";
    private static final String PORT = ":443/";
    private static final List<String> HUB = List.of("docker.io/", "index.docker.io/", "registry-1.docker.io/");

    Image {
        spellings = List.copyOf(spellings);
    }

    /** Empty where it names none: a tag is no name of an image, since it moves. */
    static Optional<Image> of(String id) {
        Matcher form = FORM.matcher(id);
        if (id.length() > LENGTH_MAX || !form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Image(
                Optional.ofNullable(form.group("digest")),
                spellings(host(Optional.ofNullable(form.group("host")).orElse("")), form.group("path"))));
    }

    /** Letter case does not matter in one, nor does the port of HTTPS. */
    private static String host(String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        return lower.endsWith(PORT) ? lower.substring(0, lower.length() - PORT.length()) + "/" : lower;
    }

    /** The one without a port first. */
    private static Stream<String> ports(String host) {
        String bare = host.substring(0, host.length() - 1);
        return bare.indexOf(':') < 0 ? Stream.of(host, bare + PORT) : Stream.of(host);
    }

    private static List<String> spellings(String host, String path) {
        if (!host.isEmpty() && !HUB.contains(host)) {
            return ports(host).map(one -> one + path).toList();
        }
        var all = new TreeSet<String>();
        boolean official = path.startsWith(LIBRARY) || path.indexOf('/') < 0;
        String bare = path.startsWith(LIBRARY) ? path.substring(LIBRARY.length()) : path;
        for (String one : official ? List.of(bare, LIBRARY + bare) : List.of(path)) {
            Stream.concat(Stream.of(""), HUB.stream().flatMap(Image::ports)).forEach(hub -> all.add(hub + one));
        }
        return List.copyOf(all);
    }

    /** The same for each way to write the same. */
    String uid() {
        return Names.digest(digest.orElseGet(() -> String.join(" ", spellings)));
    }

    /** Whether what stands on a pod names it: in whatever letter case, as that of the host does not matter. */
    boolean is(String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        return digest.map(one -> lower.endsWith("@" + one))
                .orElseGet(() -> spellings.stream()
                        .anyMatch(one ->
                                lower.equals(one) || lower.startsWith(one + ":") || lower.startsWith(one + "@")));
    }

    /** The same as {@link #is}, in CEL, of {@code variable}. */
    String cel(String variable) {
        return "[" + variable + ".lowerAscii()].exists(lower, "
                + digest.map(one -> "lower.endsWith(" + Cel.literal("@" + one) + ")")
                        .orElseGet(() -> String.join(
                                " || ", spellings.stream().map(Image::test).toList()))
                + ")";
    }

    private static String test(String repository) {
        return "lower == " + Cel.literal(repository) + " || lower.startsWith(" + Cel.literal(repository + ":")
                + ") || lower.startsWith(" + Cel.literal(repository + "@") + ")";
    }
}
