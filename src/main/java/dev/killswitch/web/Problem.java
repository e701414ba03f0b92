package dev.killswitch.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.killswitch.config.Problems;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, in the form of RFC 9457.
 *
 * @param problems each of several
 * @param delivery the one that is kept although it could not be read
 * @param steps those of an order that guards hold
 */
@Schema(name = "Problem")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable List<One> problems,
        @Nullable String delivery,
        @Nullable List<StepView> steps) {
    static final String MEDIA_TYPE = "application/problem+json";

    /** One of several: the place or the name, what was found there, what would be right. */
    record One(String where, String found, String expected) {
        private static final String WANTED = "expected ";
        private static final String MET = ", found ";

        /** What a reader says of a place, in two where it says both; else {@code expected} is what would be right. */
        static One of(String where, String why, String expected) {
            int met = why.lastIndexOf(MET);
            return why.startsWith(WANTED) && met > 0
                    ? new One(where, why.substring(met + MET.length()), why.substring(WANTED.length(), met))
                    : new One(where, why, expected);
        }

        static One of(Problems.Problem problem) {
            // Fields of a request are named as they are written, without a file before them.
            String where = problem.where().startsWith(".") ? problem.where().substring(1) : problem.where();
            return new One(where, problem.found(), problem.expected());
        }
    }

    /** What kinds of trouble there are; each has one status, and a name that never changes. */
    enum Kind {
        BAD_REQUEST(400, "the request is not as it must be"),
        NOT_AUTHENTICATED(401, "it is not known who asks"),
        NOT_ALLOWED(403, "who asks may not do this"),
        NOT_FOUND(404, "no such thing"),
        METHOD_NOT_ALLOWED(405, "not with this method"),
        NOT_ACCEPTABLE(406, "not in any form that is accepted"),
        CONFLICT(409, "it is not as the request takes it to be"),
        TOO_LARGE(413, "more than is taken"),
        UNSUPPORTED_CONTENT(415, "not in a form that is taken"),
        UNREADABLE(422, "the delivery could not be read"),
        HELD(422, "a guard says no"),
        INTERNAL(500, "something went wrong here"),
        UNAVAILABLE(503, "not now; try again");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }

        String title() {
            return title;
        }
    }

    static Problem of(Kind kind, String detail) {
        return new Problem(type(kind), kind.title, kind.status, detail, null, null, null);
    }

    static Problem of(Kind kind, String detail, List<One> problems) {
        return new Problem(type(kind), kind.title, kind.status, detail, List.copyOf(problems), null, null);
    }

    Problem ofDelivery(String id) {
        return new Problem(type, title, status, detail, problems, id, steps);
    }

    Problem withSteps(List<StepView> held) {
        return new Problem(type, title, status, detail, problems, delivery, List.copyOf(held));
    }

    private static String type(Kind kind) {
        return "urn:killswitch:problem:" + Words.of(kind);
    }
}
