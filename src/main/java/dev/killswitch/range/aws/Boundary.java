package dev.killswitch.range.aws;

import java.util.function.Consumer;

/** The permissions boundary of a user or role: the ARN of a policy, blank where it has none. */
final class Boundary {
    private Boundary() {}

    /** One that is there makes room for another. */
    static Said set(Call call, String now, Consumer<String> then) {
        boolean deletes = call.action().startsWith("Delete");
        String arn = call.text("PermissionsBoundary");
        if (deletes && now.isEmpty()) {
            return Said.noSuch("permissions boundary of", call.text("UserName") + call.text("RoleName"));
        }
        if (!deletes && !arn.matches("arn:aws:iam::(aws|[0-9]{12}):policy/.+")) {
            return Said.noSuch("Policy", arn);
        }
        then.accept(deletes ? "" : arn);
        return Said.done();
    }

    static Xml xml(String boundary) {
        var said = new Xml();
        return boundary.isEmpty()
                ? said
                : said.inside(
                        "PermissionsBoundary",
                        new Xml().text("PermissionsBoundaryType", "Policy").text("PermissionsBoundaryArn", boundary));
    }
}
