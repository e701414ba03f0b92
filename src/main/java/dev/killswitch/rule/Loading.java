package dev.killswitch.rule;

import dev.killswitch.config.Problems.Problem;
import java.util.List;

/** What became of rule files: all of them, or none. */
public sealed interface Loading {
    record Loaded(Rulebook rulebook) implements Loading {}

    /** Every mistake of every file, with {@code file:line:column}. The rulebook before stays. */
    record Refused(List<Problem> problems) implements Loading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
