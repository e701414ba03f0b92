package dev.killswitch.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * AWS as moto plays it: the real protocol, IAM with the policies that AWS manages, many accounts. It enforces neither
 * inactive keys nor conditions: read the documents back instead.
 */
public final class Moto {
    private static final Servers.Shared<Moto> SHARED = new Servers.Shared<>(Moto::start);

    private final URI endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    private Moto(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** The one of this run, as the tests before left it: {@link #reset()} first. */
    public static Moto shared() {
        Servers.need(Server.MOTO);
        return SHARED.instance();
    }

    /** Where every service of every region and account is. Any key works; the account is that of the key's id. */
    public URI endpoint() {
        return endpoint;
    }

    /** Forgets everything in every account. */
    public void reset() {
        post("/moto-api/reset", "");
    }

    /** From the {@code calls}-th call from now on, IAM policies are enforced. {@link #reset()} does not end that. */
    public void enforceAfter(int calls) {
        post("/moto-api/reset-auth", Integer.toString(calls));
    }

    /** IAM policies are no longer enforced. */
    public void enforceNever() {
        post("/moto-api/reset-auth", "Infinity");
    }

    /** Makes a stack of {@code template}, in the account of keys whose id says none. */
    public void stack(String name, String template, Map<String, String> parameters) {
        var form = new TreeMap<String, String>();
        form.put("Action", "CreateStack");
        form.put("StackName", name);
        form.put("TemplateBody", template);
        form.put("Capabilities.member.1", "CAPABILITY_NAMED_IAM");
        int place = 1;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            form.put("Parameters.member." + place + ".ParameterKey", parameter.getKey());
            form.put("Parameters.member." + place + ".ParameterValue", parameter.getValue());
            place++;
        }
        cloudFormation(form);
    }

    /** What the checker of templates that comes with it finds wrong with one; empty where that is nothing. */
    public static String lint(Path template) {
        Path program = Servers.need(Server.MOTO).at().resolve("bin/cfn-lint");
        Located.Ran ran = Located.Ran.run(List.of(program.toString(), template.toString()), 2, TimeUnit.MINUTES);
        return ran.exit() == 0 ? ran.output() : "ended with " + ran.exit() + ": " + ran.output();
    }

    private void cloudFormation(Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        send(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/cloudformation/aws4_request,"
                                + " SignedHeaders=host, Signature=none")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private void post(String path, String body) {
        send(HttpRequest.newBuilder(endpoint.resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private void send(HttpRequest.Builder asked) {
        HttpRequest request = asked.timeout(Duration.ofSeconds(30)).build();
        String path = request.uri().getPath();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + path, e);
        }
    }

    private static Moto start() {
        Path program = Servers.need(Server.MOTO).at().resolve(Server.MOTO.program());
        int port = ServerProcess.freePort();
        ServerProcess process = ServerProcess.start(
                "moto",
                ServerProcess.directory("moto"),
                List.of(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port)),
                Map.of("MOTO_IAM_LOAD_MANAGED_POLICIES", "true"));
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        process.await(Duration.ofMinutes(1), () -> Http.answersOk(endpoint.resolve("/moto-api/data.json")));
        return new Moto(endpoint);
    }
}
