package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import java.time.Duration;

/** Reads the object that a call is about, and holds it against the uid that is meant. Thread-safe. */
final class ObjectLook {
    private final KubernetesCalls calls;

    ObjectLook(KubernetesCalls calls) {
        this.calls = calls;
    }

    /** What was seen. What is not there means the same to each kind of question, so it answers them itself. */
    sealed interface Seen {
        record There(JsonNode object) implements Seen {}

        record Not(Why why, String text) implements Seen {
            Inspected inspected() {
                return switch (why) {
                    case GONE -> new Inspected.Gone(text);
                    case DENIED -> new Inspected.Forbidden(text);
                    case AWAY -> new Inspected.Unreachable(text);
                };
            }

            /** Before anything was written. */
            Outcome outcome() {
                return switch (why) {
                    case GONE -> new Outcome.Gone(text);
                    case DENIED -> new Outcome.Refused("no permission " + text);
                    case AWAY -> new Outcome.Busy(text, Duration.ZERO);
                };
            }

            /** Of a system that does not answer now there may be proof in a moment. */
            Proof proof() {
                return switch (why) {
                    case GONE -> new Proof.Unproven(text);
                    case DENIED -> new Proof.Unproven("no permission " + text);
                    case AWAY -> new Proof.Pending(Duration.ofSeconds(1));
                };
            }

            Released released() {
                return switch (why) {
                    case GONE -> new Released.Gone();
                    case DENIED -> new Released.Retry("no permission " + text);
                    case AWAY -> new Released.Retry(text);
                };
            }
        }
    }

    /** Why there is nothing to see: {@code text} is a sentence, and for what is denied the permission. */
    enum Why {
        GONE,
        DENIED,
        AWAY
    }

    /** The object of the call's target. */
    Seen target(Call call) {
        Where where = Where.of(call.target());
        return pinned(where.path(), where.kind(), call);
    }

    /** The same, or a part of it that has its uid, such as its scale. */
    Seen pinned(ObjectPath path, ResourceKind kind, Call call) {
        Seen seen = object(path, kind, call);
        return seen instanceof Seen.There there
                        && !uid(there.object()).equals(call.target().uid())
                ? new Seen.Not(Why.GONE, "another " + kind.word() + " has its name now")
                : seen;
    }

    /** Any object, whatever its uid. */
    Seen object(ObjectPath path, ResourceKind kind, Call call) {
        return switch (calls.get(path, kind.permission("get"), call.deadline())) {
            case Got.Found found -> new Seen.There(found.object());
            case Got.Missing _ -> new Seen.Not(Why.GONE, "no such " + kind.word());
            case Got.Denied denied -> new Seen.Not(Why.DENIED, denied.permission());
            case Got.Away away -> new Seen.Not(Why.AWAY, away.why());
        };
    }

    static boolean isOnItsWay(JsonNode object) {
        return object.path("metadata").has("deletionTimestamp");
    }

    static String uid(JsonNode object) {
        return object.at("/metadata/uid").asText();
    }
}
