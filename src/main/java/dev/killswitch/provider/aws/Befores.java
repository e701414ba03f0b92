package dev.killswitch.provider.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Before;
import java.util.ArrayList;
import java.util.List;

/** The forms in which this provider writes down how things were. A released one is read for ever. */
final class Befores {
    private static final int FORMAT = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private Befores() {}

    /** The status of a credential of {@code user} in {@code account}. */
    record OfStatus(AccountId account, UserName user, String status) {
        static OfStatus read(Before before) {
            JsonNode json = parsed(before);
            return new OfStatus(
                    new AccountId(text(json, "account")), new UserName(text(json, "user")), text(json, "status"));
        }

        Before written() {
            return before(JSON.createObjectNode()
                    .put("account", account.digits())
                    .put("user", user.name())
                    .put("status", status));
        }
    }

    /** A user or role in {@code account}, and whether everything was denied to it already. */
    record OfPrincipal(AccountId account, Principal principal, boolean denied) {
        static OfPrincipal read(Before before) {
            JsonNode json = parsed(before);
            String kind = text(json, "kind");
            return new OfPrincipal(
                    new AccountId(text(json, "account")),
                    Principal.of(kind, text(json, "name")).orElseThrow(),
                    json.path("denied").asBoolean());
        }

        Before written() {
            return before(JSON.createObjectNode()
                    .put("account", account.digits())
                    .put("kind", principal.kind())
                    .put("name", principal.name())
                    .put("denied", denied));
        }
    }

    /** A policy of our own of a user or role in {@code account}. */
    record OfPolicy(AccountId account, Principal principal, String policy, JsonNode document) {
        static OfPolicy read(Before before) {
            JsonNode json = parsed(before);
            return new OfPolicy(
                    new AccountId(text(json, "account")),
                    Principal.of(text(json, "kind"), text(json, "name")).orElseThrow(),
                    text(json, "policy"),
                    json.path("document"));
        }

        Before written() {
            ObjectNode json = JSON.createObjectNode()
                    .put("account", account.digits())
                    .put("kind", principal.kind())
                    .put("name", principal.name())
                    .put("policy", policy);
            json.set("document", document);
            return before(json);
        }
    }

    /**
     * The groups of a network interface, in order.
     *
     * @param instance blank where it belonged to none
     * @param quarantine the group that is to be its only one
     * @param open the group that it is to pass through; blank where there is none
     */
    record OfInterface(String instance, List<String> groups, String quarantine, String open) {
        OfInterface {
            groups = List.copyOf(groups);
        }

        static OfInterface read(Before before) {
            JsonNode json = parsed(before);
            var groups = new ArrayList<String>();
            json.path("groups").forEach(group -> groups.add(group.textValue()));
            return new OfInterface(text(json, "instance"), groups, text(json, "quarantine"), text(json, "open"));
        }

        Before written() {
            ObjectNode json = JSON.createObjectNode().put("instance", instance);
            ArrayNode list = json.putArray("groups");
            groups.forEach(list::add);
            return before(json.put("quarantine", quarantine).put("open", open));
        }
    }

    /** Whether an instance was protected from termination. */
    record OfProtection(boolean isProtected) {
        static OfProtection read(Before before) {
            return new OfProtection(parsed(before).path("protected").asBoolean());
        }

        Before written() {
            return before(JSON.createObjectNode().put("protected", isProtected));
        }
    }

    /** A user or role in {@code account}, and the ARN of its permissions boundary; blank where it has none. */
    record OfBoundary(AccountId account, Principal principal, String boundary) {
        static OfBoundary read(Before before) {
            JsonNode json = parsed(before);
            return new OfBoundary(
                    new AccountId(text(json, "account")),
                    Principal.of(text(json, "kind"), text(json, "name")).orElseThrow(),
                    text(json, "boundary"));
        }

        Before written() {
            return before(JSON.createObjectNode()
                    .put("account", account.digits())
                    .put("kind", principal.kind())
                    .put("name", principal.name())
                    .put("boundary", boundary));
        }
    }

    /** A user or role in {@code account} that is to stand by its ARN in the organization's prepared {@code policy}. */
    record OfSlot(AccountId account, Principal principal, String policy, String arn) {
        static OfSlot read(Before before) {
            JsonNode json = parsed(before);
            return new OfSlot(
                    new AccountId(text(json, "account")),
                    Principal.of(text(json, "kind"), text(json, "name")).orElseThrow(),
                    text(json, "policy"),
                    text(json, "arn"));
        }

        Before written() {
            return before(JSON.createObjectNode()
                    .put("account", account.digits())
                    .put("kind", principal.kind())
                    .put("name", principal.name())
                    .put("policy", policy)
                    .put("arn", arn));
        }
    }

    /** The trust policy of a role in {@code account}, as it was seen; our statement in it is called {@code sid}. */
    record OfTrust(AccountId account, RoleName role, String sid, JsonNode document) {
        static OfTrust read(Before before) {
            JsonNode json = parsed(before);
            return new OfTrust(
                    new AccountId(text(json, "account")),
                    new RoleName(text(json, "name")),
                    text(json, "sid"),
                    json.path("document"));
        }

        Before written() {
            ObjectNode json = JSON.createObjectNode()
                    .put("account", account.digits())
                    .put("name", role.name())
                    .put("sid", sid);
            json.set("document", document);
            return before(json);
        }
    }

    private static Before before(ObjectNode json) {
        return new Before(FORMAT, json.toString());
    }

    private static JsonNode parsed(Before before) {
        if (before.format() != FORMAT) {
            throw new IllegalArgumentException("before-state of format " + before.format() + "; expected " + FORMAT);
        }
        try {
            return JSON.readTree(before.json());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the before-state is no JSON", e);
        }
    }

    private static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException("the before-state has no " + field);
        }
        return json.path(field).textValue();
    }
}
