package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.EvidenceSink;
import dev.killswitch.action.Outcome;
import dev.killswitch.provider.aws.AwsCalls.Holder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Reads what is worth keeping of a user or role, one small piece after the other; what is not to be had is named. */
final class Evidence {
    private static final JsonMapper JSON = new JsonMapper();

    private final EvidenceSink sink;
    private int taken;
    private int left;

    private Evidence(EvidenceSink sink) {
        this.sink = sink;
    }

    static Outcome collect(AwsCalls calls, Holder holder, Instant deadline, EvidenceSink sink) {
        var evidence = new Evidence(sink);
        evidence.put(
                "principal", JSON.createObjectNode().put("arn", holder.arn()).put("uid", holder.uid()));
        evidence.list("attached-policies", calls.attached(holder.principal(), deadline));
        switch (holder.principal()) {
            case UserName user -> {
                evidence.list("groups", calls.groups(user, deadline));
                evidence.list("mfa-devices", calls.mfaDevices(user, deadline));
                for (Credential kind : Credential.values()) {
                    evidence.credentials(kind, calls.credentials().of(user, kind, deadline));
                }
                evidence.password(calls.loginProfile(user, deadline));
            }
            case RoleName role -> evidence.list("instance-profiles", calls.instanceProfiles(role, deadline));
        }
        return new Outcome.Done(evidence.taken + " pieces, " + evidence.left + " left out");
    }

    private void list(String name, Answer<? extends Collection<String>> answer) {
        switch (answer) {
            case Answer.Got<? extends Collection<String>> got -> {
                ArrayNode items = JSON.createArrayNode();
                got.value().forEach(items::add);
                put(name, JSON.createObjectNode().set(name, items));
            }
            case Answer.None<? extends Collection<String>> none -> without(name, none.why());
            case Answer.Forbidden<? extends Collection<String>> no -> without(name, "no permission " + no.permission());
            case Answer.Away<? extends Collection<String>> away -> without(name, away.why());
        }
    }

    private void credentials(Credential kind, Answer<List<CredentialCalls.One>> all) {
        String name = kind == Credential.ACCESS_KEY ? "access-keys" : kind.plural();
        list(
                name,
                all.map(list ->
                        list.stream().map(one -> one.id() + " " + one.status()).toList()));
    }

    private void password(Answer<Instant> made) {
        switch (made) {
            case Answer.Got<Instant> got ->
                put("console-password", JSON.createObjectNode().put("since", String.valueOf(got.value())));
            case Answer.None<Instant> _ ->
                put("console-password", JSON.createObjectNode().putNull("since"));
            case Answer.Forbidden<Instant> no -> without("console-password", "no permission " + no.permission());
            case Answer.Away<Instant> away -> without("console-password", away.why());
        }
    }

    private void put(String name, ObjectNode content) {
        if (sink.put(name + ".json", "application/json", content.toString().getBytes(StandardCharsets.UTF_8))) {
            taken++;
        } else {
            left++;
        }
    }

    private void without(String name, String why) {
        left++;
        sink.without(name + ".json", why);
    }
}
