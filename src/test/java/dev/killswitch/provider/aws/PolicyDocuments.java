package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.ActionSpec;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documents that an administrator installs, made of what the actions declare. */
final class PolicyDocuments {
    private static final JsonMapper JSON = new JsonMapper();

    /** Whom not even IAM lets us touch, whatever we are told: as the built-in list of protected names. */
    private static final List<String> NEVER = List.of(
            "arn:aws:iam::*:role/killswitch/*",
            "arn:aws:iam::*:user/killswitch/*",
            "arn:aws:iam::*:role/breakglass/*",
            "arn:aws:iam::*:user/breakglass/*",
            "arn:aws:iam::*:role/break-glass/*",
            "arn:aws:iam::*:user/break-glass/*",
            "arn:aws:iam::*:role/OrganizationAccountAccessRole",
            "arn:aws:iam::*:role/AWSControlTowerExecution",
            "arn:aws:iam::*:role/aws-service-role/*",
            "arn:aws:iam::*:role/aws-reserved/*");

    private static final Pattern KIND = Pattern.compile("arn:aws:[a-z0-9-]+:[^:]*:[^:]*:([A-Za-z-]+)[/:].*");

    private PolicyDocuments() {}

    /** The tiers that actions have, in the order of their names. */
    static SortedSet<String> tiers() {
        return AwsProvider.ACTIONS.stream().map(ActionSpec::tier).collect(Collectors.toCollection(TreeSet::new));
    }

    static List<ActionSpec> actions(String tier) {
        return AwsProvider.ACTIONS.stream()
                .filter(spec -> spec.tier().equals(tier))
                .toList();
    }

    /** What the actions of that tier declare. */
    static SortedSet<String> permissions(String tier) {
        return actions(tier).stream()
                .flatMap(spec -> spec.permissions().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What {@code tier} may do, itself and alone. */
    static ObjectNode tier(String tier) {
        return document(permissions(tier));
    }

    /** What is needed whatever tiers are on. */
    static ObjectNode look() {
        return document(AwsProvider.LOOKING);
    }

    private static ObjectNode document(Collection<String> permissions) {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        ArrayNode statements = document.putArray("Statement");
        Stream<String> writes = permissions.stream().filter(permission -> !Scope.looks(permission));
        SortedMap<String, List<String>> scopes =
                writes.sorted().collect(Collectors.groupingBy(PolicyDocuments::sid, TreeMap::new, Collectors.toList()));
        scopes.forEach((sid, together) -> {
            Scope scope = Scope.of(together.getFirst());
            ObjectNode statement = statement(statements, sid, "Allow", together, scope.resources());
            scope.only()
                    .ifPresent(only -> statement
                            .putObject("Condition")
                            .putObject(only.operator())
                            .put(only.key(), only.value()));
        });
        List<String> looks = permissions.stream().filter(Scope::looks).sorted().toList();
        if (!looks.isEmpty()) {
            statement(statements, "Look", "Allow", looks, List.of("*"));
        }
        List<String> ofIam = scopes.values().stream()
                .flatMap(List::stream)
                .filter(permission -> permission.startsWith("iam:"))
                .sorted()
                .toList();
        if (!ofIam.isEmpty()) {
            statement(statements, "NeverOurselvesNorBreakGlass", "Deny", ofIam, NEVER);
        }
        return document;
    }

    private static ObjectNode statement(
            ArrayNode statements, String sid, String effect, List<String> actions, List<String> resources) {
        ObjectNode statement = statements.addObject().put("Sid", sid).put("Effect", effect);
        statement.set("Action", list(actions));
        statement.set("Resource", list(resources));
        return statement;
    }

    private static JsonNode list(List<String> items) {
        if (items.size() == 1) {
            return JSON.getNodeFactory().textNode(items.getFirst());
        }
        ArrayNode list = JSON.createArrayNode();
        items.forEach(list::add);
        return list;
    }

    /** One statement for what has one scope, called by what it is about: {@code IamUserOnlyAWSDenyAll}. */
    private static String sid(String permission) {
        Scope scope = Scope.of(permission);
        String kinds = scope.resources().stream()
                .map(KIND::matcher)
                .filter(Matcher::matches)
                .map(matcher -> capital(matcher.group(1)))
                .collect(Collectors.joining());
        String only = scope.only()
                .map(one -> "Only" + one.value().substring(one.value().lastIndexOf('/') + 1)
                        + (one.key().endsWith("Boundary") ? "AsBoundary" : ""))
                .orElse("");
        return capital(permission.substring(0, permission.indexOf(':'))) + kinds + only;
    }

    static String capital(String words) {
        return Stream.of(words.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** Who may assume the role that has all this. */
    static ObjectNode trust(JsonNode hub, JsonNode externalId) {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        ObjectNode statement = document.putArray("Statement")
                .addObject()
                .put("Sid", "OnlyTheHub")
                .put("Effect", "Allow");
        statement.putObject("Principal").set("AWS", hub);
        statement
                .put("Action", "sts:AssumeRole")
                .putObject("Condition")
                .putObject("StringEquals")
                .set("sts:ExternalId", externalId);
        return document;
    }

    /** What AWS takes for no ARN, and for no account: whoever forgets to fill it in trusts nobody. */
    static ObjectNode trust() {
        return trust(
                JSON.getNodeFactory().textNode("arn:aws:iam::HUB-ACCOUNT:role/killswitch/Hub"),
                JSON.getNodeFactory().textNode("EXTERNAL-ID"));
    }

    /** What the role of the service itself may do: become the one of each account. */
    static ObjectNode hub() {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        statement(
                document.putArray("Statement"),
                "BecomeTheResponder",
                "Allow",
                List.of("sts:AssumeRole"),
                List.of("arn:aws:iam::*:role/killswitch/Responder"));
        return document;
    }

    /** A service control policy: who is neither we nor break-glass lifts no denial, and makes himself none of us. */
    static ObjectNode guard() {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        ArrayNode statements = document.putArray("Statement");
        except(
                statement(
                        statements,
                        "OnlyWeLiftTheDenial",
                        "Deny",
                        List.of("iam:DetachRolePolicy", "iam:DetachUserPolicy"),
                        List.of("*")),
                List.of(
                        "arn:aws:iam::*:role/killswitch/Responder",
                        "arn:aws:iam::*:role/breakglass/*",
                        "arn:aws:iam::*:user/breakglass/*"));
        ((ObjectNode) statements.get(0).path("Condition"))
                .putObject("ArnEquals")
                .put("iam:PolicyARN", "arn:aws:iam::aws:policy/AWSDenyAll");
        except(
                statement(
                        statements,
                        "NobodyTurnsUs",
                        "Deny",
                        List.of(
                                "iam:AttachRolePolicy",
                                "iam:CreateRole",
                                "iam:DeleteRole",
                                "iam:DeleteRolePermissionsBoundary",
                                "iam:DeleteRolePolicy",
                                "iam:DetachRolePolicy",
                                "iam:PutRolePermissionsBoundary",
                                "iam:PutRolePolicy",
                                "iam:TagRole",
                                "iam:UntagRole",
                                "iam:UpdateAssumeRolePolicy",
                                "iam:UpdateRole",
                                "iam:UpdateRoleDescription"),
                        List.of(
                                "arn:aws:iam::*:role/killswitch/*",
                                "arn:aws:iam::*:role/breakglass/*",
                                "arn:aws:iam::*:role/stacksets-exec-*")),
                List.of("arn:aws:iam::*:role/stacksets-exec-*", "arn:aws:iam::*:role/breakglass/*"));
        return document;
    }

    private static void except(ObjectNode statement, List<String> principals) {
        statement.putObject("Condition").putObject("ArnNotLike").set("aws:PrincipalArn", list(principals));
    }

    /** Each file, by its path. */
    static SortedMap<String, ObjectNode> files() {
        var files = new TreeMap<String, ObjectNode>();
        tiers().forEach(tier -> files.put("helm/aws/" + tier + ".json", tier(tier)));
        files.put("helm/aws/look.json", look());
        files.put("helm/aws/trust.json", trust());
        files.put("helm/aws/hub.json", hub());
        files.put("helm/aws/guard.scp.json", guard());
        files.put("helm/aws/slot.scp.json", SlotDocument.of(List.of()));
        return files;
    }
}
