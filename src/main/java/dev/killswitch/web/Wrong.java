package dev.killswitch.web;

import java.util.List;

/** Says what is wrong with a request. */
final class Wrong {
    /** What somebody sent is shown to them up to here. */
    private static final int SHOWN_MAX = 100;

    private Wrong() {}

    static ProblemException parameter(String name, String found, String expected) {
        return request(List.of(new Problem.One(name, shown(found), expected)));
    }

    static ProblemException request(List<Problem.One> problems) {
        Problem.One first = problems.getFirst();
        String more = problems.size() == 1 ? "" : ", and " + (problems.size() - 1) + " more";
        String detail = first.where() + ": found " + first.found() + ", expected " + first.expected() + more;
        return new ProblemException(Problem.of(Problem.Kind.BAD_REQUEST, detail, problems));
    }

    static ProblemException notFound(String what) {
        return new ProblemException(Problem.Kind.NOT_FOUND, what);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_MAX ? text : text.length() + " characters";
    }
}
