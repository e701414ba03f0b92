package dev.killswitch.product;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Amazon SNS as the product sees it: its name over HTTPS at its usual port, on an address of the loopback net, with a
 * signing certificate to fetch and subscriptions to confirm. Needs the right to listen on port 443: where that is missing
 * the test is skipped, or fails where servers are required.
 */
final class SnsServer implements AutoCloseable {
    static final String HOST = "sns.eu-west-1.amazonaws.com";
    static final String ADDRESS = "https://" + HOST;
    static final String CERTIFICATE = "SimpleNotificationService-0123456789abcdef.pem";
    static final String PASSWORD = "no secret";

    /** Nobody else's: whatever listens on 127.0.0.1 is left alone. */
    private static final String LOOPBACK = "127.43.7.1";

    private final Path directory;
    private final KeyStore keys;
    private final HttpsServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private SnsServer(Path directory, KeyStore keys, HttpsServer server) {
        this.directory = directory;
        this.keys = keys;
        this.server = server;
    }

    /** Makes keys in {@code directory} and listens. */
    static SnsServer start(Path directory) {
        HttpsServer server = listening();
        try {
            Files.createDirectories(directory);
            Path store = directory.resolve("keys.p12");
            keytool(store, "-genkeypair", "-alias", "tls", "-dname", "CN=" + HOST, "-ext", "san=dns:" + HOST);
            keytool(store, "-genkeypair", "-alias", "signing", "-dname", "CN=" + HOST);
            KeyStore keys = read(store);
            trust(keys, directory.resolve("trust.p12"));
            Files.writeString(directory.resolve("hosts"), LOOPBACK + " " + HOST + "\n127.0.0.1 localhost\n");
            var sns = new SnsServer(directory, keys, server);
            sns.serve();
            return sns;
        } catch (IOException | GeneralSecurityException broken) {
            server.stop(0);
            throw new AssertionError(broken);
        }
    }

    private static HttpsServer listening() {
        try {
            return HttpsServer.create(new InetSocketAddress(LOOPBACK, 443), 0);
        } catch (IOException no) {
            if (System.getProperty("servers", "found").equals("required")) {
                Assertions.fail("port 443 of %s is required, and cannot be had: %s", LOOPBACK, no);
            }
            Assumptions.abort("port 443 of " + LOOPBACK + " cannot be had: " + no);
            throw new AssertionError("unreachable");
        }
    }

    /** Self-signed, of 2048 bits, valid for a day. */
    private static void keytool(Path store, String... arguments) throws IOException {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.command().addAll(List.of(arguments));
        command.command()
                .addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "1", "-storetype", "PKCS12"));
        command.command().addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    private static KeyStore read(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static void trust(KeyStore keys, Path file) throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("tls", keys.getCertificate("tls"));
        try (var out = Files.newOutputStream(file)) {
            trust.store(out, PASSWORD.toCharArray());
        }
    }

    private void serve() throws GeneralSecurityException {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore tls = KeyStore.getInstance("PKCS12");
        try {
            tls.load(null, null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        char[] password = PASSWORD.toCharArray();
        tls.setKeyEntry("tls", keys.getKey("tls", password), password, keys.getCertificateChain("tls"));
        managers.init(tls, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Host") + " " + exchange.getRequestURI());
            byte[] answer = answer(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(answer.length == 0 ? 404 : 200, answer.length == 0 ? -1 : answer.length);
            try (var body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.start();
    }

    /** Empty where nothing is there. */
    private String answer(String path) {
        return switch (path) {
            case "/" + CERTIFICATE -> pem();
            case "/" -> "<ConfirmSubscriptionResponse/>";
            default -> "";
        };
    }

    private String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(keys.getCertificate("signing").getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Where a JVM is told that SNS is here, and nobody else is anywhere. */
    Path hosts() {
        return directory.resolve("hosts");
    }

    /** What a JVM has to trust to believe that. */
    Path trust() {
        return directory.resolve("trust.p12");
    }

    /** Host and path of each request. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Of version 2, over {@code message} as SNS signs it. */
    String signature(Map<String, String> message) {
        List<String> signed = "Notification".equals(message.get("Type"))
                ? List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
                : List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
        var text = new StringBuilder();
        signed.stream()
                .filter(message::containsKey)
                .forEach(key ->
                        text.append(key).append('\n').append(message.get(key)).append('\n'));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign((PrivateKey) keys.getKey("signing", PASSWORD.toCharArray()));
            signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
