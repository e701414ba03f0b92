package dev.killswitch.incident;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.Golden;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.alert.Entity;
import dev.killswitch.incident.Journal.Entry;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryCodecTest {
    private static final EntryCodec CODEC = new EntryCodec("acme.example/killswitch/prod");
    private static final Instant RECORDED = Instant.parse("2026-08-23T10:00:02.201Z");

    private static Envelope envelope(Entry entry) {
        return new Envelope("e-01j9y7c2000000000000000009", RECORDED, SampleEvents.INCIDENT, entry);
    }

    private static byte[] bytes(Envelope envelope, Event event) {
        return CODEC.encode(envelope, event).bytes();
    }

    static List<Event> events() {
        return SampleEvents.all();
    }

    @ParameterizedTest
    @MethodSource("events")
    void event_comesBackAsItWas(Event event) {
        for (Entry entry : Entry.values()) {
            var written = new EntryCodec.Written(envelope(entry), event);
            assertThat(EntryCodec.decode(bytes(written.envelope(), event))).isEqualTo(written);
        }
    }

    @Test
    void fanOutToSeveralKinds_comesBackAsItWas() {
        Step one = SampleEvents.step();
        var each = new Step.Each(
                "aws.disable-access-key",
                "aws.access-key",
                List.of(new Step.Each("aws.disable-ssh-key", "aws.ssh-key")));
        Step.Course course = one.course();
        var several = new Step(
                one.id(),
                one.incident(),
                one.containment(),
                one.action(),
                one.reference(),
                one.parameters(),
                one.authority(),
                new Step.Course(course.stage(), course.after(), course.ttl(), course.atExpiry(), each, course.cause()));
        var event = new Event.StepIntended(RECORDED, new PlannedStep(several, List.of()));
        byte[] bytes = bytes(envelope(Entry.ON_TIME), event);
        assertThat(new String(bytes, UTF_8))
                .contains("\"more\":[{\"action\":\"aws.disable-ssh-key\",\"kind\":\"aws.ssh-key\"}]");
        assertThat(EntryCodec.decode(bytes).event()).isEqualTo(event);
    }

    @Test
    void everyKindOfEvent_hasAnEntry() {
        Set<String> kinds = Arrays.stream(Event.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
        assertThat(events().stream().map(event -> event.getClass().getSimpleName()))
                .as("SampleEvents.all() must have one of each kind of Event")
                .containsAll(kinds);
    }

    @Test
    void bytes_areTheReleasedOnes() {
        var text = new StringBuilder();
        for (Event event : events()) {
            byte[] bytes = bytes(envelope(Entry.ON_TIME), event);
            text.append(sha256(bytes))
                    .append(' ')
                    .append(new String(bytes, UTF_8))
                    .append('\n');
        }
        byte[] late = bytes(new Envelope("e-1", RECORDED, null, Entry.LATE), new Event.Stopped(RECORDED));
        text.append(sha256(late)).append(' ').append(new String(late, UTF_8)).append('\n');
        Golden.assertSame(EntryCodecTest.class, "incident/entries.txt", text.toString());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void times_haveExactlyThreeDigits_whateverTheyWere() {
        var event = new Event.Stopped(Instant.parse("2026-08-23T10:00:00Z"));
        assertThat(new String(bytes(envelope(Entry.ON_TIME), event), UTF_8))
                .contains("\"time\":\"2026-08-23T10:00:00.000Z\"");
        var nanos = new Event.Stopped(Instant.parse("2026-08-23T10:00:00.123456789Z"));
        assertThat(new String(bytes(envelope(Entry.ON_TIME), nanos), UTF_8))
                .contains("\"time\":\"2026-08-23T10:00:00.123Z\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\0", "\u001b[2J", "\"},{\"", "\\", "\ud800", "\udc00x", "\u2028", "😀", "\r\n\t", "\u007f", "é"
            })
    void hostileText_isWellFormedAndComesBack(String text) {
        var event = new Event.Paged(SampleEvents.AT, SampleEvents.INCIDENT, text);
        var back = EntryCodec.decode(bytes(envelope(Entry.ON_TIME), event));
        String mended = new String(text.getBytes(UTF_8), UTF_8).replace("?", "\ufffd");
        assertThat(back.event()).isEqualTo(new Event.Paged(SampleEvents.AT, SampleEvents.INCIDENT, mended));
    }

    @ParameterizedTest
    @CsvSource({"10, 100000", "2000, 300", "500, 5000", "20000, 10"})
    void hostileAlert_isCutAndSaysSo_neverFails(int count, int length) {
        Event.AlertDecided decided = SampleEvents.decided();
        Event.Seen seen = decided.seen();
        var entities = new ArrayList<Entity>();
        for (int i = 0; i < count; i++) {
            String id = i + "\u0001\"😀".repeat(length / 4);
            entities.add(new Entity(
                    "k".repeat(length), id, Map.of(id, id), Entity.Role.TARGET, Entity.Trust.STRUCTURED, id));
        }
        String flood = "\u0000".repeat(length);
        var hostile = new Event.AlertDecided(
                decided.at(),
                decided.alert(),
                decided.delivery(),
                decided.received(),
                decided.source(),
                decided.body(),
                decided.incident(),
                new Event.Seen(
                        flood, flood, flood, seen.activity(), seen.severity(), Instant.MAX, seen.flags(), entities),
                decided.decision(),
                List.of(new Event.Matched("rule", "digest", "enforce", "full", flood)),
                List.of(new Event.Missed("rule", flood, flood)),
                flood);
        byte[] bytes = bytes(envelope(Entry.ON_TIME), hostile);
        assertThat(bytes).hasSizeLessThanOrEqualTo(65_535);
        assertThat(new String(bytes, UTF_8)).containsAnyOf("\"entitiesCut\":", "[cut from ");
        var back = (Event.AlertDecided) EntryCodec.decode(bytes).event();
        assertThat(CODEC.encode(envelope(Entry.ON_TIME), hostile).event()).isEqualTo(back);
        assertThat(back.alert()).isEqualTo(decided.alert());
        assertThat(back.seen().entities()).isNotEmpty();
        assertThat(back.seen().occurred()).isEqualTo("9999-12-31T23:59:59.999Z");
    }

    @Test
    void largestBefore_fits_andIsNeverCut() {
        String json = "{\"a\":\"" + "\\\"".repeat((Before.BYTES_MAX - 8) / 2) + "\"}";
        var started = new Event.StepStarted(
                SampleEvents.AT,
                SampleEvents.STEP,
                1,
                SampleEvents.POD,
                new Before(1, json),
                Undo.EXACT,
                "effect",
                Map.of());
        var back = EntryCodec.decode(bytes(envelope(Entry.ON_TIME), started));
        assertThat(back.event()).isEqualTo(started);
    }

    @Test
    void unknownConstant_isRefusedWithThoseThereAre() {
        String entry = new String(bytes(envelope(Entry.ON_TIME), SampleEvents.decided()), UTF_8);
        byte[] other = entry.replace("\"opened\"", "\"open\"").getBytes(UTF_8);
        assertThatThrownBy(() -> EntryCodec.decode(other))
                .hasMessage("expected one of opened, updated, closed at /data/seen/activity");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"specversion\":\"1.0\" | \"specversion\":\"1.1\" | specversion",
                "service.stopped.v1 | service.stopped.v2 | no kind of event is called dev.killswitch.service.stopped.v2",
                "service.stopped.v1 | Stopped<script> | no kind of event is called so",
                "\"data\":{} | \"data\":{\"x\":1} | /data has a key that this version does not know",
                "\"data\":{} | \"data\":[] | /data is not an object",
                "\"data\":{} | \"date\":{} | /data is not an object",
                "\"authtype\":\"system\" | \"authtype\":null | expected text at /authtype",
                "10:00:02.201Z | 10:00:02.2Z | expected a time in UTC with milliseconds at /time",
                "10:00:02.201Z | 10:00:02.201+00:00 | expected a time in UTC with milliseconds at /time",
                "{\"specversion\" | [{\"specversion\" | not JSON",
                "\"specversion\":\"1.0\" | \"specversion\":\"1.0\",\"specversion\":\"1.0\" | not JSON",
                "\"specversion\":\"1.0\" | \"specversion\":\"1.0\",\"late\":false | expected true or nothing at /late",
            })
    void otherBytes_areRefusedWithThePlace(String written, String instead, String why) {
        String entry = new String(bytes(envelope(Entry.ON_TIME), new Event.Stopped(RECORDED)), UTF_8);
        assertThat(entry).contains(written);
        byte[] changed = entry.replace(written, instead).getBytes(UTF_8);
        assertThatThrownBy(() -> EntryCodec.decode(changed))
                .isInstanceOf(UnreadableEntry.class)
                .hasMessageContaining(why);
    }

    @Test
    void everyTruncation_isRefused() {
        for (Event event : events()) {
            byte[] whole = bytes(envelope(Entry.ON_TIME), event);
            for (int length = 0; length < whole.length; length += 7) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> EntryCodec.decode(part)).isInstanceOf(UnreadableEntry.class);
            }
        }
    }
}
