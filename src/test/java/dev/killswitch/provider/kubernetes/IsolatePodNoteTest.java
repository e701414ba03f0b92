package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Released;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an isolated pod tells whoever meets it. */
class IsolatePodNoteTest {
    private RangeGrounds grounds;
    private Action isolate;

    @BeforeEach
    void open() {
        grounds = new RangeGrounds();
        isolate = grounds.connection().action("kubernetes.isolate-pod");
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    private JsonNode annotations() {
        return grounds.admin().get(grounds.path("toolbox")).orElseThrow().at("/metadata/annotations");
    }

    private String note() {
        return annotations().path("killswitch.dev/note").asText();
    }

    @Test
    void note_saysByWhomSinceUntilAndWhomToAsk_andARelease_takesItAway() {
        Instant since = Instant.parse("2026-03-01T10:00:00Z");
        var told = new Call.Told("rule shell", since, since.plusSeconds(3_600), "#on-call");
        Call usual = grounds.call(grounds.target("toolbox"), isolate.spec());
        var call = new Call(usual.target(), usual.parameters(), new Call.Mark("c-1", "i-1", told), usual.deadline());
        var found = (Inspected.Found) isolate.inspect(call);
        isolate.apply(call, found.before());
        assertThat(note())
                .isEqualTo("c-1 holds this, for incident i-1, by rule shell, since 2026-03-01T10:00:00Z,"
                        + " until 2026-03-01T11:00:00Z; why: ks why c-1; let it go: ks release c-1; ask: #on-call");
        assertThat(isolate.release(call, found.before())).isEqualTo(new Released.Restored());
        assertThat(annotations()).isEmpty();
    }

    @Test
    void standingPolicy_saysWhatItIs_andWhomItHits() {
        Call call = grounds.call(grounds.target("toolbox"), isolate.spec());
        isolate.apply(call, ((Inspected.Found) isolate.inspect(call)).before());
        assertThat(grounds.admin()
                        .get(grounds.policies() + "/" + StandingPolicy.NAME)
                        .orElseThrow()
                        .at("/metadata/annotations/killswitch.dev~1note")
                        .asText())
                .startsWith("denies everything to pods that carry the label killswitch.dev/quarantine");
    }

    @Test
    void noteThatSomebodyElseWrote_isTheirs() {
        Call call = grounds.call(grounds.target("toolbox"), isolate.spec());
        var found = (Inspected.Found) isolate.inspect(call);
        isolate.apply(call, found.before());
        grounds.admin()
                .merge(
                        grounds.path("toolbox"),
                        "{\"metadata\":{\"annotations\":{\"killswitch.dev/note\":\"theirs\"}}}");
        isolate.release(call, found.before());
        assertThat(note()).isEqualTo("theirs");
    }
}
