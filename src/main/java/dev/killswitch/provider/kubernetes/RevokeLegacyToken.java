package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has a token that a Secret holds refused, by the label with which Kubernetes itself retires such tokens; taken away, the
 * token is believed again. Only the Secret's metadata is ever asked for, and answered.
 */
final class RevokeLegacyToken implements Action {
    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.revoke-legacy-token",
            new Meaning(
                    "has a ServiceAccount's token that a Secret holds refused, by a label on the Secret",
                    "other tokens of the account; open watches and exec sessions until they end; a kubelet's belief in"
                            + " the token, up to 5 minutes",
                    "within 10 seconds, for each API server"),
            Where.SECRET,
            "label-secrets",
            Stage.CREDENTIAL,
            false,
            Undo.EXACT,
            "legacy-token-refused",
            Duration.ofSeconds(15),
            List.of(),
            List.of(ResourceKind.SECRET.permission("patch")),
            new ByHand(
                    List.of("kubectl -n {namespace} label secret {name} " + RevokeLegacyToken.LABEL
                            + "=$(date -u +%F)"),
                    List.of("kubectl -n {namespace} label secret {name} " + RevokeLegacyToken.LABEL + "-")),
            List.of("D3-CR"));

    static final String SURVIVES =
            "open watches and exec sessions go on until they end, and a kubelet may believe the token for up to"
                    + " 5 minutes; other tokens of its account are as good as before";

    private static final String LABEL = "kubernetes.io/legacy-token-invalid-since";
    private static final String ACCOUNT = "kubernetes.io/service-account.name";
    private static final String TYPE = "kubernetes.io/service-account-token";
    private static final String LABELS = "/metadata/labels";
    private static final String POINTER = LABELS + "/" + Marks.pointer(LABEL);
    private static final int FORMAT = 1;

    private final KubernetesCalls calls;
    private final ObjectLook look;
    private final Clock clock;

    RevokeLegacyToken(KubernetesCalls calls, Clock clock) {
        this.calls = calls;
        this.look = new ObjectLook(calls);
        this.clock = clock;
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Inspected inspect(Call call) {
        return switch (look.target(call)) {
            case Seen.Not not -> not.inspected();
            case Seen.There there -> found(call, there.object());
        };
    }

    private Inspected found(Call call, JsonNode secret) {
        if (!isOfAnAccount(secret)) {
            return new Inspected.Refused("it holds no service account's token: it names none in " + ACCOUNT);
        }
        ObjectNode before = KubernetesCalls.JSON
                .createObjectNode()
                .put(
                        "date",
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString())
                .put("labelled", !secret.at(LABELS).isEmpty())
                .put("annotated", Note.isAnnotated(secret))
                .put("mark", Marks.value(call));
        return new Inspected.Found(
                new Before(FORMAT, before.toString()),
                new Facts(Map.of("secrets", 1), Set.of()),
                Undo.EXACT,
                !date(secret).isEmpty());
    }

    /** Whether it says that it holds the token of one. */
    static boolean isOfAnAccount(JsonNode secret) {
        return !secret.at("/metadata/annotations").path(ACCOUNT).asText().isEmpty();
    }

    /** Whether a before-state is one of ours, among those of Secrets. */
    static boolean wrote(Before before) {
        return Befores.read(before, FORMAT).has("date");
    }

    private static String date(JsonNode secret) {
        return secret.at(POINTER).asText();
    }

    @Override
    public Outcome apply(Call call, Before recorded) {
        JsonNode before = Befores.read(recorded, FORMAT);
        return switch (patch(call, containing(call, before))) {
            case Wrote.Outright outright -> outright.outcome();
            case Wrote.Missing _ -> new Outcome.Gone("no such secret");
            case Wrote.Conflict _, Wrote.Invalid _ -> lookAgain(call, before);
        };
    }

    private Wrote patch(Call call, JsonPatch patch) {
        return calls.patch(
                Where.of(call.target()).path(),
                patch.operations(),
                ResourceKind.SECRET.permission("patch"),
                call.deadline());
    }

    private static JsonPatch containing(Call call, JsonNode before) {
        var patch =
                new JsonPatch().testText("/metadata/uid", call.target().uid()).testText("/type", TYPE);
        String date = before.path("date").asText();
        if (before.path("labelled").asBoolean()) {
            patch.testAbsent(POINTER).addText(POINTER, date);
        } else {
            patch.testAbsent(LABELS).addMap(LABELS, Map.of(LABEL, date));
        }
        Note.leave(patch, Marks.NOTE, call, before.path("annotated").asBoolean());
        return patch;
    }

    /** A test of the patch failed: it is done already, somebody else was at it, or it is a secret of another type. */
    private Outcome lookAgain(Call call, JsonNode before) {
        return switch (look.target(call)) {
            case Seen.Not not -> not.outcome();
            case Seen.There there when isOurs(there.object(), before) -> new Outcome.AlreadyDone();
            case Seen.There there when !date(there.object()).isEmpty() -> new Outcome.Changed("somebody labelled it");
            case Seen.There there
            when isAsBefore(there.object(), before) -> new Outcome.Refused("it is not of type " + TYPE);
            case Seen.There _ -> new Outcome.Changed("its labels or annotations came or went");
        };
    }

    private static boolean isOurs(JsonNode secret, JsonNode before) {
        return date(secret).equals(before.path("date").asText())
                && Note.isOf(secret, Marks.NOTE, before.path("mark").asText());
    }

    private static boolean isAsBefore(JsonNode secret, JsonNode before) {
        return secret.at(LABELS).isEmpty() != before.path("labelled").asBoolean()
                && Note.isAnnotated(secret) == before.path("annotated").asBoolean();
    }

    @Override
    public Proof prove(Call call, Before recorded) {
        return switch (look.target(call)) {
            case Seen.Not not -> not.proof();
            case Seen.There there when date(there.object()).isEmpty() -> new Proof.Unproven("it has no label " + LABEL);
            case Seen.There _ ->
                new Proof.ProvenForNew(
                        "the secret has the label with which each API server refuses its token within 10 s",
                        SURVIVES,
                        null);
        };
    }

    @Override
    public Released release(Call call, Before recorded) {
        JsonNode before = Befores.read(recorded, FORMAT);
        return switch (look.target(call)) {
            case Seen.Not not -> not.released();
            case Seen.There there -> release(call, before, there.object());
        };
    }

    private Released release(Call call, JsonNode before, JsonNode secret) {
        String ours = before.path("date").asText();
        String now = date(secret);
        if (now.isEmpty() && !isOurNote(secret, before)) {
            return new Released.Restored();
        }
        if (!now.isEmpty() && !now.equals(ours)) {
            return new Released.Drifted(LABEL + "=" + ours, LABEL + " of another value");
        }
        return switch (patch(call, releasing(call, before, secret))) {
            case Wrote.Done _ -> new Released.Restored();
            case Wrote.Missing _ -> new Released.Gone();
            case Wrote.Conflict _, Wrote.Invalid _ -> new Released.Retry("it changed meanwhile");
            case Wrote.Failed failed -> new Released.Retry(failed.why());
        };
    }

    private static boolean isOurNote(JsonNode secret, JsonNode before) {
        return Note.isOf(secret, Marks.NOTE, before.path("mark").asText());
    }

    private static JsonPatch releasing(Call call, JsonNode before, JsonNode secret) {
        var patch = new JsonPatch().testText("/metadata/uid", call.target().uid());
        if (!date(secret).isEmpty()) {
            patch.testText(POINTER, before.path("date").asText()).remove(POINTER);
        }
        if (isOurNote(secret, before)) {
            Note.takeAway(patch, secret, Marks.NOTE);
        }
        return patch;
    }
}
