package dev.killswitch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link AlertSource} promises: whatever bytes come are an answer, never an exception; the same bytes give the
 * same answer; a place is said where something is wrong; and no entity has a word for an id that stands for none.
 */
public abstract class AlertSourceContract {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    protected abstract AlertSource source();

    protected abstract AlertSource.Reader reader();

    /** Deliveries of this kind, each with at least one alert: JSON objects. */
    protected abstract List<String> samples();

    protected static Delivery delivery(byte[] body) {
        return new Delivery("s", "d-1", Instant.parse("2026-01-02T03:04:05Z"), Map.of(), Body.of(body));
    }

    protected static Delivery delivery(String body) {
        return delivery(body.getBytes(StandardCharsets.UTF_8));
    }

    protected final Parsed read(byte[] body) {
        Delivery delivery = delivery(body);
        Parsed answer = Answers.checked(reader().read(delivery));
        assertThat(reader().read(delivery)).isEqualTo(answer);
        assertThat(reader().deliveryKey(delivery)).isNotBlank().hasSizeLessThan(700);
        return answer;
    }

    protected final Parsed read(String body) {
        return read(body.getBytes(StandardCharsets.UTF_8));
    }

    protected final Alert alert(String body) {
        Parsed answer = read(body);
        assertThat(answer).isInstanceOf(Parsed.Received.class);
        return ((Parsed.Received) answer).alerts().getFirst();
    }

    @Test
    void spec_isConstant_andBounded() {
        SourceSpec spec = source().spec();
        assertThat(source().spec()).isEqualTo(spec);
        assertThat(spec.kind()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
        assertThat(spec.proofs()).isNotEmpty();
        assertThat(spec.bodyBytesMax()).isBetween(1 << 18, 32 << 20);
    }

    @Test
    void sample_isReceived_andKeepsItsKey() {
        for (String sample : samples()) {
            assertThat(read(sample)).isInstanceOf(Parsed.Received.class);
            assertThat(reader().deliveryKey(delivery(sample))).isEqualTo(reader().deliveryKey(delivery(sample)));
            assertThat(reader().deliveryKey(delivery(sample))).isNotEqualTo(reader().deliveryKey(delivery("{}")));
        }
    }

    @Test
    void everyTruncation_isMalformed() {
        for (String sample : samples()) {
            byte[] whole = sample.strip().getBytes(StandardCharsets.UTF_8);
            for (int length = 0; length < whole.length; length++) {
                Parsed answer = Answers.checked(reader().read(delivery(Arrays.copyOf(whole, length))));
                assertThat(answer).isInstanceOf(Parsed.Malformed.class);
            }
        }
    }

    @Test
    void everyByteChanged_isAnAnswer() {
        byte[] instead = {0, (byte) 0xff, '"', '{', '9', '\\'};
        for (String sample : samples()) {
            byte[] whole = sample.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < whole.length; i++) {
                byte[] changed = whole.clone();
                changed[i] = instead[i % instead.length];
                Answers.checked(reader().read(delivery(changed)));
            }
        }
    }

    /** Each value in turn becomes one of another type, or one that is extreme. */
    @Test
    void everyValueChanged_isAnAnswer() throws JsonProcessingException {
        List<String> instead = List.of(
                "null",
                "true",
                "{}",
                "[]",
                "[null,{},[[]],\"\"]",
                "\"\"",
                "\"null\"",
                "\"\\u0000\\u001b[31m\\ud800\"",
                "\"" + "x".repeat(600) + "\"",
                "-1",
                "99999999999999999999999999",
                "1e400",
                "{\"a\":{\"b\":[]}}");
        for (String sample : samples()) {
            for (String other : instead) {
                JsonNode replacement = JACKSON.readTree(other);
                int places = count(JACKSON.readTree(sample));
                for (int place = 0; place < places; place++) {
                    JsonNode changed = JACKSON.readTree(sample);
                    replace(changed, new int[] {place}, replacement);
                    read(JACKSON.writeValueAsString(changed));
                }
            }
        }
    }

    @Test
    void everyKeyLeftOut_isAnAnswer() throws JsonProcessingException {
        for (String sample : samples()) {
            int places = count(JACKSON.readTree(sample));
            for (int place = 0; place < places; place++) {
                JsonNode changed = JACKSON.readTree(sample);
                replace(changed, new int[] {place}, null);
                read(JACKSON.writeValueAsString(changed));
            }
        }
    }

    @Test
    void whatIsNoSoundJson_isMalformed() {
        for (String sample : samples()) {
            String whole = sample.strip();
            String open = whole.substring(0, whole.length() - 1);
            List<String> unsound = List.of(
                    whole + "x",
                    whole + whole,
                    "\ufeff" + whole,
                    open + ",\"x\":1,\"x\":1}",
                    open + ",\"x\":\"\n\"}",
                    open + ",\"x\":1e999999999}",
                    open + ",\"x\":" + "9".repeat(10_000) + "}",
                    open + ",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                    open + ",\"x\":[" + "0,".repeat(600_000) + "0]}");
            assertThat(unsound).allSatisfy(body -> assertThat(read(body)).isInstanceOf(Parsed.Malformed.class));
            byte[] latin1 = (open + ",\"x\":\"\u00e9\"}").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(read(latin1))
                    .isInstanceOfSatisfying(
                            Parsed.Malformed.class,
                            malformed -> assertThat(malformed.where()).isEqualTo("byte " + (latin1.length - 3)));
        }
    }

    @Test
    void moreThanAMebibyteOfText_isStillRead() {
        for (String sample : samples()) {
            String whole = sample.strip();
            String large = whole.substring(0, whole.length() - 1) + ",\"x\":\"" + "ä".repeat(1 << 20) + "\"}";
            assertThat(read(large)).isInstanceOf(Parsed.Received.class);
        }
    }

    @Test
    void otherJson_isAnAnswer() {
        for (String body : List.of("{}", "[]", "null", "true", "0", "\"\"", "[{}]", " ", "", "\0")) {
            assertThat(read(body)).isNotInstanceOf(Parsed.Received.class);
        }
    }

    private static int count(JsonNode node) {
        int below = 0;
        for (JsonNode child : node) {
            below += 1 + count(child);
        }
        return below;
    }

    /** Replaces the {@code left[0]}-th value below {@code node}, depth first; null takes it out. */
    private static void replace(JsonNode node, int[] left, @Nullable JsonNode other) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        int size = node.size();
        for (int i = 0; i < size && left[0] >= 0; i++) {
            JsonNode child = node.isObject() ? node.get(names.get(i)) : node.get(i);
            if (left[0] == 0) {
                left[0] = -1;
                switch (node) {
                    case ObjectNode object when other == null -> object.remove(names.get(i));
                    case ObjectNode object -> object.set(names.get(i), other);
                    case ArrayNode array when other == null -> array.remove(i);
                    default -> ((ArrayNode) node).set(i, other);
                }
                return;
            }
            left[0]--;
            replace(child, left, other);
        }
    }
}
