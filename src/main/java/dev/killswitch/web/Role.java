package dev.killswitch.web;

/** The groups that a person's token may name. */
final class Role {
    static final String VIEWER = "viewer";
    static final String RESPONDER = "responder";
    static final String REVIEWER = "reviewer";
    static final String OPERATOR = "operator";

    private Role() {}
}
