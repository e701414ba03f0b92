package dev.killswitch.web;

import dev.killswitch.engine.Releases.Answer;
import jakarta.ws.rs.core.Response;

/** What somebody hears who wants something released. */
final class ReleaseAnswers {
    private ReleaseAnswers() {}

    /** A release, and what it still needs. */
    record Asked(String release, String state, String needs) {}

    static Response of(Answer answer) {
        return switch (answer) {
            case Answer.Running running -> accepted(new Asked(running.release(), "running", "nothing: it is at work"));
            case Answer.NeedsSecondPerson second ->
                accepted(new Asked(
                        second.release(),
                        "needs-second-person",
                        "a second person's approval; where nobody answers it goes on alone at "
                                + Words.of(second.aloneFrom())));
            case Answer.Waits waits ->
                accepted(new Asked(waits.release(), "waits", "time: it goes on at " + Words.of(waits.until())));
            case Answer.NotFound no -> Answers.problem(Problem.of(Problem.Kind.NOT_FOUND, no.what()));
            case Answer.Conflict no -> Answers.problem(Problem.of(Problem.Kind.CONFLICT, no.why()));
            case Answer.Unrecorded no ->
                Answers.problem(
                        Problem.of(Problem.Kind.UNAVAILABLE, "nothing is opened that cannot be recorded: " + no.why()));
        };
    }

    private static Response accepted(Asked asked) {
        return Answers.json(202, asked);
    }
}
