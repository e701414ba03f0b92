package dev.killswitch.range.aws;

import java.util.List;

/** What an action of the API says, before it is wrapped. */
sealed interface Said {
    /** {@code result} stands inside the result element; blank for an action that has none. */
    record Well(String result) implements Said {
        Well(Xml result) {
            this(result.toString());
        }
    }

    record Failed(int status, String code, String message) implements Said {}

    static Said done() {
        return new Well("");
    }

    static Said noSuch(String what, String name) {
        return new Failed(404, "NoSuchEntity", "The " + what + " with name " + name + " cannot be found.");
    }

    static Said listed(String name, List<Xml> items) {
        var members = new Xml();
        items.forEach(item -> members.inside("member", item));
        return new Well(new Xml().inside(name, members).text("IsTruncated", "false"));
    }

    static Said limit(String message) {
        return new Failed(409, "LimitExceeded", message);
    }

    static Said wrong(String message) {
        return new Failed(400, "ValidationError", message);
    }
}
