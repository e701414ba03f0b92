package dev.killswitch.action;

import static java.util.stream.Collectors.joining;

import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The page of one action, for whoever decides whether to pull.
 *
 * @param sharing other actions with the same effect on the same kind of target, by name
 * @param recipes those that it is part of, by name
 */
record ActionPage(ActionSpec spec, List<String> sharing, List<String> recipes) {
    /** As the ontology calls what we name by its id; its addresses are made of the name. */
    private static final Map<String, String> D3FEND = new TreeMap<>(Map.ofEntries(
            Map.entry("D3-ACH", "Application Configuration Hardening"),
            Map.entry("D3-AL", "Account Locking"),
            Map.entry("D3-CE", "Credential Eviction"),
            Map.entry("D3-CR", "Credential Revocation"),
            Map.entry("D3-CRO", "Credential Rotation"),
            Map.entry("D3-EAL", "Executable Allowlisting"),
            Map.entry("D3-EDL", "Executable Denylisting"),
            Map.entry("D3-EI", "Execution Isolation"),
            Map.entry("D3-ITF", "Inbound Traffic Filtering"),
            Map.entry("D3-NI", "Network Isolation"),
            Map.entry("D3-NTF", "Network Traffic Filtering"),
            Map.entry("D3-OTF", "Outbound Traffic Filtering"),
            Map.entry("D3-PS", "Process Suspension"),
            Map.entry("D3-PT", "Process Termination"),
            Map.entry("D3-SCP", "System Configuration Permissions"),
            Map.entry("D3-ST", "Session Termination"),
            Map.entry("D3-UAP", "User Account Permissions")));

    String text() {
        return """
                # %s

                %s.

                | | |
                |---|---|
                %s
                ## What survives it

                %s.

                ## Parameters

                %s
                ## By hand

                Where we cannot act, these do the same: %s

                %s
                %s
                """.formatted(
                        spec.name(),
                        sentence(spec.meaning().does()),
                        facts(),
                        sentence(spec.meaning().survives()),
                        parameters(),
                        "words in braces stand for the target's id and its parts.",
                        commands(spec.byHand().contain()),
                        byHandRelease()).stripTrailing()
                + "\n";
    }

    static String file(String action) {
        return action + ".md";
    }

    static String undo(Undo undo) {
        return switch (undo) {
            case EXACT -> "exact: a release puts back what was there, value for value";
            case EQUIVALENT -> "equivalent: a release makes it work again, through something new";
            case BY_HAND -> "by hand: a release prints what a person has to do";
            case NONE -> "none: there is no way back";
        };
    }

    private String facts() {
        var rows = new StringBuilder();
        row(rows, "undo", undo(spec.undo()) + mayBeLess());
        row(
                rows,
                "target",
                "`" + spec.targetKind() + "`, as " + Wish.of(spec.targetKind()).form());
        row(rows, "takes effect", spec.meaning().takesEffect());
        row(rows, "tier", "`" + spec.tier() + "`, which an operator switches on per connection");
        row(rows, "stage", stage(spec.stage()));
        row(rows, "effect", "`" + spec.effect() + "`" + shared());
        if (!spec.stronger().isEmpty()) {
            row(
                    rows,
                    "stronger",
                    "where it cannot, or cannot all: "
                            + spec.stronger().stream()
                                    .map(one -> "[`" + one + "`](" + file(one) + ")")
                                    .collect(joining(", ")));
        }
        row(rows, "patience", words(spec.patience()) + ", with retries and proof");
        row(
                rows,
                "permissions",
                spec.permissions().stream().map(one -> "`" + one + "`").collect(joining(", ")));
        if (!recipes.isEmpty()) {
            row(rows, "recipes", recipes.stream().map(one -> "`" + one + "`").collect(joining(", ")));
        }
        row(rows, "D3FEND", spec.d3fend().stream().map(ActionPage::d3fend).collect(joining(", ")));
        return rows.toString();
    }

    private String mayBeLess() {
        return spec.undo() == Undo.EXACT || spec.undo() == Undo.EQUIVALENT
                ? "; where one target allows less, the preview says so"
                : "";
    }

    private String shared() {
        String also = sharing.isEmpty()
                ? ""
                : ", as "
                        + sharing.stream()
                                .map(one -> "[" + one + "](" + file(one) + ")")
                                .collect(joining(", "));
        return also + (spec.ends() ? "; the target itself is gone afterwards" : "");
    }

    private static String stage(Stage stage) {
        return switch (stage) {
            case DENY -> "deny: first of a plan, it takes the power to do more";
            case CREDENTIAL -> "credential: after what denies, before what isolates";
            case ISOLATE -> "isolate: after credentials, before anything ends";
            case EVIDENCE -> "evidence: once the doors are closed";
            case KILL -> "kill: last of a plan, it takes evidence with it";
        };
    }

    private String parameters() {
        return spec.parameters().isEmpty()
                ? "None.\n"
                : spec.parameters().stream()
                        .map(param -> "| `%s` | %s | %s | %s | %s |\n"
                                .formatted(
                                        param.name(),
                                        param.type().name().toLowerCase(Locale.ROOT),
                                        Optional.ofNullable(param.fallback())
                                                .map(fallback -> fallback.isEmpty() ? "empty" : "`" + fallback + "`")
                                                .orElse("must be given"),
                                        bounds(param),
                                        cell(param.meaning())))
                        .collect(joining(
                                "", "| name | type | default | bounds | meaning |\n|---|---|---|---|---|\n", ""));
    }

    private static String bounds(Param param) {
        return switch (param.type()) {
            case COUNT -> "0 to " + param.max();
            case DURATION -> "up to " + words(Duration.ofSeconds(param.max()));
            case SWITCH -> "`true` or `false`";
            case TEXT -> param.choices().stream().map(one -> "`" + one + "`").collect(joining(", "));
        };
    }

    private String byHandRelease() {
        return spec.byHand().release().isEmpty()
                ? "No command undoes it.\n"
                : "To undo that by hand:\n\n" + commands(spec.byHand().release());
    }

    private static String commands(List<String> commands) {
        return commands.isEmpty() ? "No command does it.\n" : "```sh\n" + String.join("\n", commands) + "\n```\n";
    }

    private static void row(StringBuilder rows, String name, String value) {
        rows.append("| ").append(name).append(" | ").append(cell(value)).append(" |\n");
    }

    static String cell(String text) {
        return text.replace("|", "\\|");
    }

    static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String words(Duration time) {
        if (time.toSeconds() % 86_400 == 0) {
            return time.toDays() + " d";
        }
        return time.toSeconds() % 3_600 == 0 ? time.toHours() + " h" : time.toSeconds() + " s";
    }

    private static String d3fend(String id) {
        String name = D3FEND.get(id);
        if (name == null) {
            throw new AssertionError(id + " has no name here: add how the ontology calls it to ActionPage.D3FEND");
        }
        return "[" + id + "](https://d3fend.mitre.org/technique/d3f:" + name.replace(" ", "") + "/) " + name;
    }

    /** What a responder has in hand, in the order of the index. */
    enum Wish {
        POD("kubernetes.pod", "`namespace/name`", "A pod is in somebody else's hands"),
        WORKLOAD("kubernetes.workload", "`namespace/kind/name`", "A workload makes such pods again and again"),
        GITOPS(
                "kubernetes.gitops",
                "`namespace/kind/name`: Application of Argo CD, Kustomization or HelmRelease of Flux",
                "Argo CD or Flux puts back what was closed"),
        NAMESPACE("kubernetes.namespace", "`name`", "A whole namespace is lost"),
        NODE("kubernetes.node", "`name`", "A node is in somebody else's hands"),
        POLICY("kubernetes.networkpolicy", "`namespace/name`", "A network policy lets the attacker in"),
        ACCOUNT("kubernetes.serviceaccount", "`namespace/name`", "A ServiceAccount or its token has leaked"),
        TOKEN(
                "kubernetes.token",
                "`JTI=…/…`, as it stands in a delivery in the token's place; or the token itself, which no record keeps:"
                        + " `ks do kubernetes.revoke-token -` reads it from standard input",
                "An alert brings a ServiceAccount's token"),
        SECRET("kubernetes.secret", "`namespace/name`", "A Secret has leaked"),
        SUBJECT(
                "kubernetes.subject",
                "`User:name`, `Group:name`, `ServiceAccount:namespace/name` or `Credential:…`, its id",
                "A user or account does harm through the API"),
        BINDING(
                "kubernetes.rolebinding",
                "`namespace/name`, or the name of one of the cluster",
                "A binding of roles gives somebody too much"),
        IMAGE("kubernetes.image", "`registry/repository`, or that and `@sha256:…`", "An image is malicious"),
        ACCESS_KEY("aws.access-key", "`AKIA…`", "An access key of AWS has leaked"),
        SERVICE_CREDENTIAL(
                "aws.service-credential",
                "`user/ACCA…` or `ACCA…`",
                "An API key of Bedrock, or another service's, has leaked"),
        SSH_KEY("aws.ssh-key", "`user/APKA…`", "An SSH key of AWS has leaked"),
        CERTIFICATE("aws.signing-certificate", "`user/id`", "A signing certificate of AWS has leaked"),
        SESSION(
                "aws.session",
                "`role/session` or `AROA…:session`",
                "A session of a role of AWS is in somebody else's hands"),
        INSTANCE("aws.instance", "`i-…` or its ARN", "An instance of EC2 is in somebody else's hands"),
        INTERFACE(
                "aws.network-interface", "`eni-…` or its ARN", "One network interface of an instance is to be cut off"),
        USER("aws.user", "name or ARN", "A user of AWS is in somebody else's hands"),
        ROLE("aws.role", "name or ARN", "A role of AWS is in somebody else's hands");

        private final String kind;
        private final String form;
        private final String title;

        Wish(String kind, String form, String title) {
            this.kind = kind;
            this.form = form;
            this.title = title;
        }

        static Wish of(String kind) {
            for (Wish wish : values()) {
                if (wish.kind.equals(kind)) {
                    return wish;
                }
            }
            throw new AssertionError("add the form of an id of " + kind + ", and when a responder has one in hand, to "
                    + Wish.class.getName());
        }

        String kind() {
            return kind;
        }

        String form() {
            return form;
        }

        String title() {
            return title;
        }
    }
}
