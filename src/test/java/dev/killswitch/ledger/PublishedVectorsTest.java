package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The vectors that the Go implementation of Merkle proofs publishes, read in place where they are. */
class PublishedVectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void allVectors_areJudgedAsPublished() throws IOException {
        Path folder = Path.of(System.getProperty("samples", "../shared"), "vectors", "merkle");
        assumeTrue(Files.isDirectory(folder), "no vectors at " + folder);
        var wrong = new ArrayList<String>();
        Map<String, Integer> counts = new TreeMap<>();
        try (var files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".json")).forEach(file -> {
                String kind = folder.relativize(file).getName(0).toString();
                counts.merge(kind, 1, Integer::sum);
                JsonNode vector = read(file);
                if (holds(kind, vector) == vector.get("wantErr").asBoolean()) {
                    wrong.add(file.toString());
                }
            });
        }
        assertThat(wrong).isEmpty();
        assertThat(counts)
                .isEqualTo(
                        Map.of("inclusion", 98, "consistency", 98, "subtreeinclusion", 204, "subtreeconsistency", 118));
    }

    private static boolean holds(String kind, JsonNode vector) {
        try {
            return switch (kind) {
                case "inclusion" ->
                    Proofs.included(
                            hash(vector.get("leafHash")),
                            number(vector, "leafIdx"),
                            number(vector, "treeSize"),
                            hashes(vector.get("proof")),
                            hash(vector.get("root")));
                case "subtreeinclusion" ->
                    Proofs.included(
                            hash(vector.get("leafHash")),
                            number(vector, "leafIdx"),
                            new Proofs.Range(number(vector, "start"), number(vector, "end")),
                            hashes(vector.get("proof")),
                            hash(vector.get("root")));
                case "consistency" ->
                    Proofs.consistent(
                            number(vector, "size1"),
                            placeholder(vector.get("root1")),
                            number(vector, "size2"),
                            placeholder(vector.get("root2")),
                            hashes(vector.get("proof")));
                case "subtreeconsistency" ->
                    Proofs.consistent(
                            new Proofs.Range(number(vector, "start"), number(vector, "end")),
                            placeholder(vector.get("root1")),
                            number(vector, "size"),
                            placeholder(vector.get("root2")),
                            hashes(vector.get("proof")));
                default -> throw new AssertionError("unknown kind of vector: " + kind);
            };
        } catch (IllegalArgumentException | ArithmeticException _) {
            // A hash of another length, or a number that no long holds: our types refuse them before any proof is
            // looked at.
            return false;
        }
    }

    private static long number(JsonNode vector, String field) {
        return new BigInteger(vector.get(field).asText()).longValueExact();
    }

    private static Hash hash(JsonNode base64) {
        return Hash.of(Base64.getDecoder().decode(base64.asText()));
    }

    /** Some roots are the words "don't care 1": what matters of them is which are equal. */
    private static Hash placeholder(JsonNode base64) {
        byte[] bytes = Base64.getDecoder().decode(base64.asText());
        return new String(bytes, StandardCharsets.UTF_8).startsWith("don't care") ? Hash.leaf(bytes) : Hash.of(bytes);
    }

    private static List<Hash> hashes(JsonNode proof) {
        var hashes = new ArrayList<Hash>();
        proof.forEach(base64 -> hashes.add(hash(base64)));
        return hashes;
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
