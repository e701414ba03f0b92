package dev.killswitch.rule;

import dev.killswitch.alert.Body;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.config.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes a rulebook of rule files, whole or not at all. Thread-safe. */
public final class RulebookLoader {
    /** What a rule file says first, so that a later one can be told from it. */
    private static final long FORMAT = 1;

    /** Each rule costs memory and reviewers. */
    private static final int RULES_MAX = 2_000;

    private final Vocabulary vocabulary;

    public RulebookLoader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** One that asks for no tier: what was once in force stays, and a step whose tier is off is refused by itself. */
    public RulebookLoader asOnceLoaded() {
        return new RulebookLoader(vocabulary.namesOnly());
    }

    /** Reads the rule files in {@code directory} and below it. */
    public Loading load(Path directory) {
        return switch (RuleFiles.read(directory)) {
            case RuleFiles.Read read -> load(read.files());
            case RuleFiles.Unreadable unreadable -> new Loading.Refused(unreadable.problems());
        };
    }

    /** Takes files already read, by path with {@code /} between the parts. */
    public Loading load(Map<String, byte[]> files) {
        var problems = new Problems();
        SortedMap<String, byte[]> sorted = new TreeMap<>(files);
        var judges = new ArrayList<RuleJudge>();
        var named = new HashMap<String, String>();
        sorted.forEach((path, bytes) -> judges.addAll(read(path, bytes, named, problems)));
        if (judges.size() > RULES_MAX) {
            problems.add("rules", judges.size() + " rules", "at most " + RULES_MAX);
        }
        // Going from some rules to none is hardly ever meant; each of them can be turned off.
        if (judges.isEmpty() && problems.isEmpty()) {
            problems.add("rules", "no rule in " + files.size() + " files", "at least one");
        }
        return problems.isEmpty()
                ? new Loading.Loaded(new Rulebook(sorted, judges))
                : new Loading.Refused(problems.found());
    }

    /** {@code named}: where each name was met first, in this file or another. */
    private List<RuleJudge> read(String path, byte[] bytes, Map<String, String> named, Problems problems) {
        Optional<String> text = Body.of(bytes).text();
        if (text.isEmpty()) {
            problems.add(path, "bytes that are no text", "UTF-8");
            return List.of();
        }
        var ofFile = new Problems();
        var document = Document.read(path, text.get(), ofFile);
        Section root = document.root();
        String format = root.requiredText("format");
        if (!format.isBlank() && !format.equals(Long.toString(FORMAT))) {
            root.problem("format", "'" + format + "'", Long.toString(FORMAT));
        }
        var judges = new ArrayList<RuleJudge>();
        for (Section rule : root.sections("rules")) {
            new RuleReader(rule, vocabulary).read().ifPresent(judges::add);
            tellNameTwice(rule, named);
        }
        document.finish();
        problems.addAll(ofFile.inOrder());
        return judges;
    }

    /** Whatever else is wrong with either of them. */
    private static void tellNameTwice(Section rule, Map<String, String> named) {
        String name = rule.text("name").orElse("");
        String first = name.isBlank() ? null : named.putIfAbsent(name, rule.where("name"));
        if (first != null) {
            rule.problem("name", "a second rule '" + name + "'", "a name of its own; the first stands at " + first);
        }
    }
}
