package dev.killswitch.rule;

import dev.killswitch.alert.Alert;
import dev.killswitch.config.Sha256;
import dev.killswitch.expression.Inputs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All live rules, made from files as a whole. Immutable, thread-safe. */
public final class Rulebook {
    private final SortedMap<String, byte[]> files;
    private final List<Rule> rules;
    private final String digest;
    private final Index index;

    /** {@code judges} are those of all files, in the order of the files and of the rules in each. */
    Rulebook(Map<String, byte[]> files, List<? extends Judge> judges) {
        var copies = new TreeMap<String, byte[]>();
        files.forEach((path, bytes) -> copies.put(path, bytes.clone()));
        this.files = Collections.unmodifiableSortedMap(copies);
        this.rules = judges.stream().map(Judge::rule).toList();
        this.digest = digest(copies);
        this.index = new Index(judges);
    }

    /** One rule, ready to look at alerts. */
    interface Judge {
        Rule rule();

        /** Adds what it says to one of the lists. */
        void judge(Seen seen, Findings findings);
    }

    /** What rules look at: an alert, and its values as conditions take them. */
    record Seen(Alert alert, String source, Inputs inputs) {}

    /** The lists that a rulebook's answer is made from. */
    record Findings(List<Match> matches, List<NearMiss> misses, List<Evaluation.Erred> erred) {
        Findings() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** One with no rule in it: what stands before any was ever loaded. */
    public static Rulebook empty() {
        return new Rulebook(Map.of(), List.of());
    }

    /**
     * What each rule that looks at this source and type says. Pure: the same arguments, the same answer. Rules that are
     * off say nothing.
     */
    public Evaluation evaluate(Alert alert, String source, Instant now) {
        var findings = new Findings();
        Collection<Judge> judges = index.of(source, alert.type());
        if (!judges.isEmpty()) {
            var seen = new Seen(alert, source, Language.inputs(alert, source, now));
            judges.forEach(judge -> judge.judge(seen, findings));
        }
        return new Evaluation(findings.matches(), findings.misses(), findings.erred());
    }

    /** In the order of their files and of their places there. */
    public List<Rule> rules() {
        return rules;
    }

    public Optional<Rule> rule(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /**
     * Lower-case hex of the SHA-256 over all files by ascending path: the length of the path in UTF-8 (4 bytes, big
     * endian), the path, the length of the file (8 bytes), the file.
     */
    public String digest() {
        return digest;
    }

    /** The bytes it was made from, by path with {@code /} between the parts. */
    public SortedMap<String, byte[]> files() {
        var copies = new TreeMap<String, byte[]>();
        files.forEach((path, bytes) -> copies.put(path, bytes.clone()));
        return copies;
    }

    /** As {@link #digest()}, of files that are not loaded yet. */
    public static String digest(SortedMap<String, byte[]> files) {
        MessageDigest sha256 = Sha256.begin();
        files.forEach((path, bytes) -> {
            byte[] name = path.getBytes(StandardCharsets.UTF_8);
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
            sha256.update(name);
            sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).flip());
            sha256.update(bytes);
        });
        return HexFormat.of().formatHex(sha256.digest());
    }
}
