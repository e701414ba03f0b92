package dev.killswitch.web;

import dev.killswitch.engine.Automation.Switched;
import java.util.List;

/** What somebody hears who turns a switch of automation. */
final class SwitchAnswers {
    private SwitchAnswers() {}

    /** Throws {@link ProblemException} where it was not turned. */
    static void check(Switched switched) {
        switch (switched) {
            case Switched.Done _ -> {}
            case Switched.NotAllowed no ->
                throw new ProblemException(
                        Problem.Kind.NOT_ALLOWED,
                        "it is " + Words.of(no.now()) + " now, and to let it do more is an operator's");
            case Switched.NoSuchConnection _ ->
                throw Wrong.request(
                        List.of(new Problem.One("connection", "no connection of that name", "one of /v1/connections")));
            case Switched.Unrecorded no ->
                throw new ProblemException(
                        Problem.Kind.UNAVAILABLE, "what cannot be recorded is not switched: " + no.why());
        }
    }
}
