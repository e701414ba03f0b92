package dev.killswitch.provider.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of images is meant: the one of a digest, wherever it is pulled from, or all of a repository.
 *
 * @param digest as {@code sha256:…}; empty for a whole repository
 * @param spellings of the repository, as somebody may write it on a pod: Docker Hub's may be left out
 */
record Image(Optional<String> digest, List<String> spellings) {
    static final String KIND = "kubernetes.image";

    private static final String PART = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
    private static final Pattern FORM =
            Pattern.compile("(?<host>(?:localhost|[A-Za-z0-9.-]+(?:\\.[A-Za-z0-9-]+|:[0-9]{1,5}))/)?" + "(?<path>"
                    + PART + "(?:/" + PART + ")*)(?:@(?<digest>sha256:[0-9a-f]{64}))?");

    private static final int LENGTH_MAX = 400;
    private static final String LIBRARY = "library/";
    private static final List<String> HUB = List.of("docker.io/", "index.docker.io/");

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
                spellings(Optional.ofNullable(form.group("host")).orElse(""), form.group("path"))));
    }

    private static List<String> spellings(String host, String path) {
        if (!host.isEmpty() && !HUB.contains(host)) {
            return List.of(host + path);
        }
        var all = new TreeSet<String>();
        boolean official = path.startsWith(LIBRARY) || path.indexOf('/') < 0;
        String bare = path.startsWith(LIBRARY) ? path.substring(LIBRARY.length()) : path;
        for (String one : official ? List.of(bare, LIBRARY + bare) : List.of(path)) {
            Stream.concat(Stream.of(""), HUB.stream()).forEach(hub -> all.add(hub + one));
        }
        return List.copyOf(all);
    }

    /** The same for each way to write the same. */
    String uid() {
        return Names.digest(digest.orElseGet(() -> String.join(" ", spellings)));
    }

    /** Whether what stands on a pod names it. */
    boolean is(String written) {
        return digest.map(one -> written.endsWith("@" + one))
                .orElseGet(() -> spellings.stream()
                        .anyMatch(one ->
                                written.equals(one) || written.startsWith(one + ":") || written.startsWith(one + "@")));
    }

    /** The same as {@link #is}, in CEL, of {@code variable}. */
    String cel(String variable) {
        return digest.map(one -> variable + ".endsWith(" + Cel.literal("@" + one) + ")")
                .orElseGet(() -> String.join(
                        " || ",
                        spellings.stream()
                                .map(one -> variable + " == " + Cel.literal(one) + " || " + variable + ".startsWith("
                                        + Cel.literal(one + ":") + ") || " + variable + ".startsWith("
                                        + Cel.literal(one + "@") + ")")
                                .toList()));
    }
}
