package dev.killswitch.rule;

import dev.killswitch.config.Problems;
import dev.killswitch.config.Problems.Problem;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the rule files of a directory. A file in it that would not be read is a mistake: somebody thinks it counts. */
sealed interface RuleFiles {
    int FILES_MAX = 500;
    int DEPTH_MAX = 5;

    /** As large as one file may be, and half of what all may have. */
    long BYTES_MAX = 1 << 20;

    long BYTES_SUM_MAX = 2 * BYTES_MAX;

    record Read(SortedMap<String, byte[]> files) implements RuleFiles {}

    record Unreadable(List<Problem> problems) implements RuleFiles {}

    /** Whatever begins with a dot is passed over: a mounted config map keeps its versions there. */
    static RuleFiles read(Path directory) {
        var problems = new Problems();
        var files = new TreeMap<String, byte[]>();
        if (!Files.isDirectory(directory)) {
            problems.add(directory.toString(), "no directory", "one with rule files");
            return new Unreadable(problems.found());
        }
        try (Stream<Path> paths = Files.walk(directory, DEPTH_MAX, FileVisitOption.FOLLOW_LINKS)) {
            long sum = 0;
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                String name = name(directory, path);
                if (name.startsWith(".") || name.contains("/.") || name.endsWith(".md")) {
                    continue;
                }
                if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
                    problems.add(path.toString(), "a file that is no rule file", "*.yaml, *.yml or *.md");
                    continue;
                }
                long size = Files.size(path);
                sum += size;
                if (files.size() >= FILES_MAX || size > BYTES_MAX || sum > BYTES_SUM_MAX) {
                    problems.add(
                            path.toString(),
                            "more than can be taken",
                            "at most " + FILES_MAX + " files, each of " + BYTES_MAX + " bytes, " + BYTES_SUM_MAX
                                    + " together");
                    break;
                }
                files.put(name, Files.readAllBytes(path));
            }
        } catch (IOException unreadable) {
            problems.add(
                    directory.toString(),
                    "what cannot be read: " + unreadable.getClass().getSimpleName(),
                    "readable rule files");
        }
        return problems.isEmpty() ? new Read(files) : new Unreadable(problems.found());
    }

    private static String name(Path directory, Path path) {
        return directory.relativize(path).toString().replace('\\', '/');
    }
}
