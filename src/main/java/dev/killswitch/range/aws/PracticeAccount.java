package dev.killswitch.range.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.killswitch.range.Answer;
import dev.killswitch.range.Request;
import dev.killswitch.range.StateFile;
import dev.killswitch.range.World;
import java.time.Clock;
import java.util.Optional;

/**
 * IAM and STS of account {@value #ACCOUNT}: users {@code alice}, {@code ci-deployer} and {@code break-glass}, the role
 * {@code batch}, and the role that a responder assumes; and EC2 with the instances {@code web} and {@code legacy}. A key that was set inactive is refused, and so is everything
 * under {@code AWSDenyAll}: at once, which AWS takes some seconds for. Signatures are not verified.
 */
public final class PracticeAccount implements World {
    public static final String ACCOUNT = "111122223333";
    /** Where the instances are. */
    public static final String REGION = "us-east-1";
    /** What a connection assumes here. */
    public static final String ROLE = "arn:aws:iam::{account}:role/killswitch/" + AccountState.RESPONDER;

    private static final String XML = "text/xml";
    private static final JsonMapper JSON = new JsonMapper();

    private final StateFile file;
    private final Clock clock;
    private final AccountState state;
    private final long started;
    private int requests;
    private boolean isBehind;

    /** As it was left in {@code file}; where nothing is there, as on the first day. */
    public PracticeAccount(StateFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.started = clock.instant().getEpochSecond();
        this.state = file.read()
                .map(PracticeAccount::parsed)
                .orElseGet(() -> AccountState.fresh(ACCOUNT, clock.instant().toString()));
    }

    /** A file in the form of {@code ~/.aws/credentials} with which {@link #ROLE} can be assumed. */
    public static String credentials() {
        return file(AccountState.HUB);
    }

    /** The id of the {@code number}-th key of a user of the first day, from 1. */
    public static String keyId(String user, int number) {
        return Ids.key("AKIA", ACCOUNT, user + " " + number);
    }

    /** The instance of the first day that is called so: {@code web} with two network interfaces, or {@code legacy}. */
    public static String instanceId(String name) {
        return Ids.ec2("i", name);
    }

    /** A key of the root user, which has no name. */
    public static String rootKeyId() {
        return Ids.key("AKIA", ACCOUNT, "root");
    }

    private static String file(String user) {
        return "[default]\naws_access_key_id = " + keyId(user, 1)
                + "\naws_secret_access_key = signatures-are-not-verified-here\n";
    }

    @Override
    public Answer answer(Request request) {
        Call call = Call.read(request);
        Optional<Caller> caller = Caller.of(state, call.keyId());
        if (caller.isEmpty()) {
            return wrapped(
                    call,
                    new Said.Failed(403, "InvalidClientTokenId", "The security token in the request is invalid."));
        }
        if (Organization.action(request).isEmpty() && !caller.get().may(call)) {
            String message = caller.get().arn(ACCOUNT) + " is not authorized to perform " + call.action();
            return wrapped(call, new Said.Failed(403, "AccessDenied", message));
        }
        Optional<String> ofOrganization = Organization.action(request);
        if (ofOrganization.isPresent()) {
            return organization(ofOrganization.get(), request, caller.get());
        }
        if (!call.action().equals("GetCallerIdentity")
                && Organization.denies(state.policies(), caller.get().principal(ACCOUNT))) {
            return wrapped(
                    call, new Said.Failed(403, "AccessDenied", "with an explicit deny in a service control policy"));
        }
        String before = written();
        Said said = call.isOfEc2()
                ? new Ec2Actions(ACCOUNT, machines(call)).take(call)
                : new Actions(ACCOUNT, state, caller.get(), clock).take(call);
        String after = written();
        if (isBehind || !after.equals(before)) {
            isBehind = !file.write(after);
        }
        return wrapped(call, said);
    }

    /** Each region has its own, and there is something in but one. */
    private Machines machines(Call call) {
        return call.region().equals(REGION) ? state.machines() : Machines.none();
    }

    /** What the account that manages the organization lets the hub do, and who may do everything. */
    private Answer organization(String action, Request request, Caller caller) {
        if (!caller.isAmong(AccountState.HUB, AccountState.BREAK_GLASS)) {
            return Organization.refusal(403);
        }
        String before = written();
        Answer answer = Organization.take(action, request, state.policies());
        String after = written();
        if (isBehind || !after.equals(before)) {
            isBehind = !file.write(after);
        }
        return answer;
    }

    @Override
    public Answer refusal(Request request, int status) {
        if (Organization.action(request).isPresent()) {
            return Organization.refusal(status);
        }
        String code = switch (status) {
            case 403 -> "AccessDenied";
            case 404 -> "NoSuchEntity";
            case 409 -> "EntityTemporarilyUnmodifiable";
            case 429 -> "Throttling";
            case 503 -> "ServiceUnavailable";
            default -> status < 500 ? "ValidationError" : "ServiceFailure";
        };
        return wrapped(Call.read(request), new Said.Failed(status, code, "As planned."));
    }

    private Answer wrapped(Call call, Said said) {
        String id = "%08x-0000-4000-8000-%012x".formatted(started & 0xffffffffL, ++requests);
        if (call.isOfEc2()) {
            return ofEc2(call, said, id);
        }
        String requestId = Xml.element("RequestId", id);
        return switch (said) {
            case Said.Well well -> {
                String result = well.result().isEmpty() ? "" : Xml.element(call.action() + "Result", well.result());
                yield new Answer(
                        200,
                        XML,
                        Xml.element(call.action() + "Response", result + Xml.element("ResponseMetadata", requestId)));
            }
            case Said.Failed error -> {
                var inner = new Xml()
                        .text("Type", error.status() < 500 ? "Sender" : "Receiver")
                        .text("Code", error.code())
                        .text("Message", error.message());
                yield new Answer(
                        error.status(),
                        XML,
                        Xml.element("ErrorResponse", Xml.element("Error", inner.toString()) + requestId));
            }
        };
    }

    /** EC2 has no element around a result, and another form of errors. */
    private static Answer ofEc2(Call call, Said said, String id) {
        return switch (said) {
            case Said.Well well ->
                new Answer(
                        200,
                        XML,
                        Xml.element(call.action() + "Response", Xml.element("requestId", id) + well.result()));
            case Said.Failed error -> {
                var inner = new Xml().text("Code", error.code()).text("Message", error.message());
                yield new Answer(
                        error.status(),
                        XML,
                        Xml.element(
                                "Response",
                                Xml.element("Errors", Xml.element("Error", inner.toString()))
                                        + Xml.element("RequestID", id)));
            }
        };
    }

    private String written() {
        try {
            return JSON.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the range's account cannot be written down", e);
        }
    }

    private static AccountState parsed(String json) {
        try {
            return JSON.readValue(json, AccountState.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the range's account cannot be read; remove its file for a fresh one", e);
        }
    }
}
