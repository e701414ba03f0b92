package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * The one place that talks to an API server, and that knows what each of its errors means. Blocks its caller, at most
 * until the deadline and never longer than {@link #CALL_MAX}. Thread-safe.
 */
final class KubernetesCalls {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String JSON_PATCH = "application/json-patch+json";
    static final String PLAIN = "application/json";

    /** Of a Secret nothing else is accepted, so that no answer, of a patch neither, has its contents. */
    static final String METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    /** The same of many. */
    static final String METADATA_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    /** One slow answer must leave room for another attempt within a step's patience. */
    private static final Duration CALL_MAX = Duration.ofSeconds(3);

    /** What we ask for where the server says "too many" and not how long to wait. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** A server that names an absurd wait does not get us to give up. */
    private static final Duration RETRY_AFTER_MAX = Duration.ofSeconds(30);

    private final ClusterClient client;
    private final Clock clock;

    KubernetesCalls(ClusterClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    private sealed interface Heard {
        record Answer(int status, String body, String audit, String retryAfter) implements Heard {}

        /** Not a byte of the request can have been read. */
        record NotSent(String why) implements Heard {}

        record Lost(String why) implements Heard {}
    }

    Got get(ObjectPath path, String permission, Instant deadline) {
        return path.isOfSecrets() ? metadata(path, deadline) : get(path, PLAIN, permission, deadline);
    }

    /** {@code accept} is the form of the answer. */
    Got get(ObjectPath path, String accept, String permission, Instant deadline) {
        return switch (send(new Asked("GET", path, PLAIN, ""), accept, deadline)) {
            case Heard.NotSent not -> new Got.Away(not.why());
            case Heard.Lost lost -> new Got.Away(lost.why());
            case Heard.Answer answer -> read(answer, permission);
        };
    }

    /**
     * A Secret is looked at by a patch that changes nothing, as a rehearsal: so we hold no right to get Secrets, and what we
     * may patch answers with its metadata.
     */
    private Got metadata(ObjectPath secret, Instant deadline) {
        return switch (send("PATCH", secret.with("dryRun", "All"), JSON_PATCH, "[]", deadline)) {
            case Heard.NotSent not -> new Got.Away(not.why());
            case Heard.Lost lost -> new Got.Away(lost.why());
            case Heard.Answer answer -> read(answer, ResourceKind.SECRET.permission("patch"));
        };
    }

    private static Got read(Heard.Answer answer, String permission) {
        return switch (answer.status()) {
            case 200, 201 -> {
                JsonNode object = json(answer.body());
                yield object.isObject()
                        ? new Got.Found(object)
                        : new Got.Away("the API server's answer is no object in JSON");
            }
            case 404 -> new Got.Missing();
            case 403 -> new Got.Denied(permission);
            default -> new Got.Away(told(answer));
        };
    }

    /** A log, as text. Missing and denied are told apart as for objects. */
    Got text(ObjectPath path, String permission, Instant deadline) {
        return switch (send("GET", path, PLAIN, "", deadline)) {
            case Heard.Answer answer
            when answer.status() == 200 -> new Got.Found(JSON.getNodeFactory().textNode(answer.body()));
            case Heard.Answer answer -> read(answer, permission);
            case Heard.NotSent not -> new Got.Away(not.why());
            case Heard.Lost lost -> new Got.Away(lost.why());
        };
    }

    /** A POST that only asks, as a SelfSubjectAccessReview does. */
    Got ask(ObjectPath path, JsonNode question, String permission, Instant deadline) {
        return switch (send("POST", path, PLAIN, question.toString(), deadline)) {
            case Heard.Answer answer -> read(answer, permission);
            case Heard.NotSent not -> new Got.Away(not.why());
            case Heard.Lost lost -> new Got.Away(lost.why());
        };
    }

    Wrote create(ObjectPath path, JsonNode object, String permission, Instant deadline) {
        return write(send("POST", path, PLAIN, object.toString(), deadline), permission);
    }

    Wrote patch(ObjectPath path, JsonNode operations, String permission, Instant deadline) {
        return write(send("PATCH", path, JSON_PATCH, operations.toString(), deadline), permission);
    }

    Wrote delete(ObjectPath path, JsonNode options, String permission, Instant deadline) {
        return write(send("DELETE", path, PLAIN, options.toString(), deadline), permission);
    }

    private static Wrote write(Heard heard, String permission) {
        return switch (heard) {
            case Heard.NotSent not -> new Wrote.Busy(not.why(), Duration.ZERO);
            case Heard.Lost lost -> new Wrote.Unknown(lost.why());
            case Heard.Answer answer -> written(answer, permission);
        };
    }

    private static Wrote written(Heard.Answer answer, String permission) {
        return switch (answer.status()) {
            case 200, 201, 202 -> {
                JsonNode object = json(answer.body());
                String version = object.at("/metadata/resourceVersion").asText();
                yield new Wrote.Done(object, answer.audit().isEmpty() ? "version " + version : answer.audit());
            }
            case 404 -> new Wrote.Missing();
            case 409 -> new Wrote.Conflict();
            case 422 -> new Wrote.Invalid();
            case 429 -> new Wrote.Busy(told(answer), wait(answer.retryAfter()));
            case 403 ->
                new Wrote.Refused(
                        json(answer.body()).path("message").asText().startsWith("admission webhook")
                                ? "an admission webhook refuses " + permission
                                : "no permission " + permission);
            // Who answered may stand between us and a server that did it after all.
            default -> answer.status() >= 500 ? new Wrote.Unknown(told(answer)) : new Wrote.Refused(told(answer));
        };
    }

    /** The status alone: the server's words repeat what stands on objects. */
    private static String told(Heard.Answer answer) {
        return answer.status() == 401
                ? "the API server does not accept our credentials (401)"
                : "the API server answered " + answer.status();
    }

    private static Duration wait(String retryAfter) {
        if (!retryAfter.matches("[0-9]{1,6}")) {
            return RETRY_AFTER;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
        return asked.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : asked;
    }

    /** The changes from some version on, for as long as the server goes on to tell. */
    WatchStream.Opened watch(ObjectPath path, String accept) {
        return WatchStream.open(client, path, accept);
    }

    private record Asked(String method, ObjectPath path, String type, String body) {}

    private Heard send(String method, ObjectPath path, String type, String body, Instant deadline) {
        String accept = path.isOfSecrets() ? METADATA : "application/json, */*";
        return send(new Asked(method, path, type, body), accept, deadline);
    }

    private Heard send(Asked asked, String accept, Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (!left.isPositive()) {
            return new Heard.NotSent("the deadline has passed");
        }
        Duration atMost = left.compareTo(CALL_MAX) < 0 ? left : CALL_MAX;
        try {
            ClusterClient.Line line = client.line();
            try {
                HttpRequest.Builder request = line.http()
                        .newHttpRequestBuilder()
                        .uri(line.address().resolve(asked.path().text()))
                        .header("Accept", accept);
                if (asked.method().equals("GET")) {
                    request.method("GET", null, null);
                } else {
                    request.method(asked.method(), asked.type(), asked.body());
                }
                return heard(line.http().sendAsync(request.build(), String.class), atMost);
            } finally {
                line.answered().run();
            }
        } catch (IOException | UncheckedIOException | KubernetesClientException e) {
            return new Heard.NotSent("the connection cannot be set up: " + e.getMessage());
        } catch (RejectedExecutionException | IllegalStateException _) {
            // Vert.x says the one or the other, by which of its parts has ended already.
            return new Heard.NotSent("the connection is being closed");
        }
    }

    private static Heard heard(CompletableFuture<HttpResponse<String>> answer, Duration atMost) {
        try {
            HttpResponse<String> response = answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return new Heard.Answer(
                    response.code(),
                    response.body() == null ? "" : response.body(),
                    first(response, "Audit-Id"),
                    first(response, "Retry-After"));
        } catch (TimeoutException _) {
            answer.cancel(true);
            return new Heard.Lost("no answer from the API server within " + atMost);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            return new Heard.Lost("interrupted while waiting for the API server");
        } catch (ExecutionException e) {
            return isBeforeSending(e)
                    ? new Heard.NotSent("the API server cannot be reached")
                    : new Heard.Lost("the connection to the API server broke");
        }
    }

    private static String first(HttpResponse<String> response, String header) {
        String value = response.header(header);
        return value == null ? "" : value;
    }

    private static boolean isBeforeSending(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof SSLException
                    || cause instanceof UncheckedIOException) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }
}
