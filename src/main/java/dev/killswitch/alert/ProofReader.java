package dev.killswitch.alert;

import dev.killswitch.alert.ProofSettings.Versions;
import dev.killswitch.alert.SourceSpec.ProofKind;
import dev.killswitch.config.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the key {@code proof} of a source, which must hold exactly one that its kind's senders can give. */
final class ProofReader {
    /** Two live secrets are a rotation; more are a list that nobody cleans up. */
    private static final int SECRETS_MAX = 2;

    /** A source that has no proof to go by proves nobody, so that reading can go on. */
    private static final ProofSettings NOBODY = new ProofSettings.Bearer(List.of());

    private static final Map<String, ProofKind> KEYS = new TreeMap<>(Map.of(
            "bearer-file", ProofKind.BEARER,
            "bearer-files", ProofKind.BEARER,
            "api-key", ProofKind.API_KEY_HEADER,
            "basic", ProofKind.BASIC,
            "hmac", ProofKind.HMAC_SHA256,
            "sns", ProofKind.SNS_SIGNATURE));

    private ProofReader() {}

    static ProofSettings read(Section source, Set<ProofKind> allowed) {
        Section proof = source.section("proof");
        List<String> given =
                proof.names().stream().filter(KEYS::containsKey).sorted().toList();
        if (given.size() != 1) {
            KEYS.keySet().forEach(proof::value);
            source.problem(
                    "proof",
                    given.isEmpty() ? "no proof" : String.join(" and ", given),
                    "exactly one of " + String.join(", ", keysOf(allowed)));
            return NOBODY;
        }
        String key = given.getFirst();
        if (!allowed.contains(KEYS.get(key))) {
            proof.value(key);
            proof.problem(
                    key, key, "a proof that senders of this kind can give: " + String.join(", ", keysOf(allowed)));
            return NOBODY;
        }
        return switch (key) {
            case "bearer-file", "bearer-files" -> new ProofSettings.Bearer(files(proof, "bearer-file"));
            case "api-key" -> {
                Section apiKey = proof.section(key);
                yield new ProofSettings.ApiKey(header(apiKey, "X-Api-Key"), files(apiKey, "file"));
            }
            case "basic" -> {
                Section basic = proof.section(key);
                yield new ProofSettings.Basic(user(basic), files(basic, "password-file"));
            }
            case "hmac" -> {
                Section hmac = proof.section(key);
                String prefix = hmac.text("prefix").orElse("sha256=");
                Optional<String> timeHeader =
                        hmac.text("time-header").map(name -> headerName(hmac, "time-header", name));
                yield new ProofSettings.Hmac(
                        header(hmac, "X-Hub-Signature-256"), prefix, timeHeader, files(hmac, "secret-file"));
            }
            case "sns" -> sns(proof.section(key));
            default -> throw new IllegalStateException("a key of ours that is not read: " + key);
        };
    }

    private static Set<String> keysOf(Set<ProofKind> allowed) {
        var keys = new TreeSet<String>();
        KEYS.forEach((key, kind) -> {
            if (allowed.contains(kind)) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** One file under {@code key}, or one or two under its plural. */
    private static List<String> files(Section section, String key) {
        List<String> one = section.text(key).stream().toList();
        List<String> several = section.texts(key + "s");
        List<String> files = several.isEmpty() ? one : several;
        if (!one.isEmpty() && !several.isEmpty()) {
            section.problem(key, key + " beside " + key + "s", "one of the two");
        } else if (files.isEmpty()) {
            section.problem(key, "no " + key, "the path of a file that holds the secret");
        } else if (files.size() > SECRETS_MAX) {
            section.problem(key + "s", files.size() + " files", "one, or two while one replaces the other");
        }
        return files;
    }

    private static String header(Section section, String fallback) {
        return headerName(section, "header", section.text("header").orElse(fallback));
    }

    private static String headerName(Section section, String key, String name) {
        if (!name.matches("[A-Za-z0-9-]{1,100}")) {
            section.problem(key, name, "the name of an HTTP header");
        }
        return name;
    }

    private static String user(Section basic) {
        String user = basic.requiredText("user");
        if (user.contains(":")) {
            basic.problem("user", user, "a name without a colon");
        }
        return user;
    }

    private static ProofSettings sns(Section sns) {
        String topic = sns.requiredText("topic");
        if (!topic.isBlank() && !topic.matches("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}")) {
            sns.problem("topic", topic, "the ARN of a topic, such as arn:aws:sns:eu-west-1:111122223333:alerts");
        }
        return new ProofSettings.Sns(topic, sns.on("allow-v1") ? Versions.V1_TOO : Versions.V2_ONLY);
    }
}
