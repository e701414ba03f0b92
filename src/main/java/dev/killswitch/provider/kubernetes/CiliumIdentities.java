package dev.killswitch.provider.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Which labels count for Cilium: only those are part of a pod's identity, and only by those does a policy select. */
final class CiliumIdentities {
    /** Whence the labels of pods come. */
    private static final String KUBERNETES = "k8s";

    /** What is left out unless a longer pattern takes it in. Anchored at the start. */
    private static final List<String> LEFT_OUT = List.of(
            "io\\.kubernetes",
            "kubernetes\\.io",
            "statefulset\\.kubernetes\\.io/pod-name",
            "apps\\.kubernetes\\.io/pod-index",
            "batch\\.kubernetes\\.io/job-completion-index",
            "batch\\.kubernetes\\.io/controller-uid",
            ".*beta\\.kubernetes\\.io",
            "k8s\\.io",
            "pod-template-generation",
            "pod-template-hash",
            "controller-revision-hash",
            "annotation.*",
            "etcd_node");

    private static final List<String> TAKEN_IN = List.of(
            "io\\.kubernetes\\.pod\\.namespace", "io\\.cilium\\.k8s\\.namespace\\.labels", "app\\.kubernetes\\.io");

    static final CiliumIdentities DEFAULT = of("");

    private final List<Pattern> in;
    private final List<Pattern> out;
    private final boolean onlyThose;

    private CiliumIdentities(List<Pattern> in, List<Pattern> out, boolean onlyThose) {
        this.in = List.copyOf(in);
        this.out = List.copyOf(out);
        this.onlyThose = onlyThose;
    }

    /**
     * By the key {@code labels} of Cilium's configuration: patterns, apart by blanks, each with {@code !} in front where it
     * leaves out. One that takes in makes all else left out. What is no pattern counts as one that leaves everything out.
     */
    static CiliumIdentities of(String configured) {
        var in = new ArrayList<>(patterns(TAKEN_IN.stream()));
        var out = new ArrayList<>(patterns(LEFT_OUT.stream()));
        boolean onlyThose = false;
        for (String word : configured.strip().split("\\s+", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            boolean isLeftOut = word.startsWith("!");
            String text = isLeftOut ? word.substring(1) : word;
            int colon = text.indexOf(':');
            String source = colon < 0 ? KUBERNETES : text.substring(0, colon);
            onlyThose |= !isLeftOut;
            if (!source.equals(KUBERNETES)) {
                continue;
            }
            try {
                (isLeftOut ? out : in).add(Pattern.compile(text.substring(colon + 1)));
            } catch (PatternSyntaxException _) {
                out.add(Pattern.compile(".*"));
            }
        }
        return new CiliumIdentities(in, out, onlyThose);
    }

    private static List<Pattern> patterns(Stream<String> texts) {
        return texts.map(Pattern::compile).toList();
    }

    /** Whether a label of that key is part of an identity: the longer of two patterns that fit decides. */
    boolean have(String key) {
        int taken = longest(in, key);
        int left = longest(out, key);
        return taken > left || (left < 0 && !onlyThose);
    }

    private static int longest(List<Pattern> patterns, String key) {
        return patterns.stream()
                .map(pattern -> pattern.matcher(key))
                .filter(Matcher::lookingAt)
                .mapToInt(Matcher::end)
                .max()
                .orElse(-1);
    }
}
