package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Notice;
import dev.killswitch.action.Notice.What;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventBoardTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final String ISOLATE = Specs.ISOLATE_POD.name();

    private RangeGrounds grounds;

    @BeforeEach
    void open() {
        grounds = new RangeGrounds();
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    private static Call.Mark mark(String containment) {
        var told = new Call.Told("rule shell", AT, AT.plusSeconds(14_400), "#on-call");
        return new Call.Mark(containment, "i-1", told);
    }

    private Outcome post(What what, String action, Target target, Call.Mark mark, String more) {
        Notice.Board board = grounds.connection().board().orElseThrow();
        return board.post(new Notice(what, action, target, mark, AT, more), Grounds.deadline());
    }

    private Outcome post(What what, String more) {
        return post(what, ISOLATE, grounds.target("toolbox"), mark("c-1"), more);
    }

    private List<JsonNode> events(String namespace) {
        return grounds.admin()
                .get("/api/v1/namespaces/" + namespace + "/events")
                .orElseThrow()
                .path("items")
                .valueStream()
                .filter(one -> one.at("/source/component").asText().equals("killswitch"))
                .toList();
    }

    private JsonNode only() {
        assertThat(events("shop")).hasSize(1);
        return events("shop").getFirst();
    }

    @Test
    void contained_saysWhatWhySinceUntilTheWayBackAndWhomToAsk() {
        assertThat(post(What.APPLIED, "")).isInstanceOf(Outcome.Done.class);

        JsonNode event = only();
        assertThat(event.path("message").asText())
                .isEqualTo(
                        "Killswitch: kubernetes.isolate-pod takes one pod off the network: it carries our label, and a"
                                + " policy of its namespace denies that label everything, for incident i-1, by rule shell, since"
                                + " 2026-03-01T10:00:00Z, until 2026-03-01T14:00:00Z; why: ks why c-1; let it go: ks release"
                                + " c-1; ask: #on-call");
        assertThat(event.path("reason").asText()).isEqualTo("Contained");
        assertThat(event.path("type").asText()).isEqualTo("Warning");
        assertThat(event.path("count").asInt()).isEqualTo(1);
        assertThat(event.at("/involvedObject/kind").asText()).isEqualTo("Pod");
        assertThat(event.at("/involvedObject/namespace").asText()).isEqualTo("shop");
        assertThat(event.at("/involvedObject/name").asText()).isEqualTo("toolbox");
        assertThat(event.at("/involvedObject/uid").asText())
                .isEqualTo(grounds.target("toolbox").uid());
        assertThat(event.at("/metadata/labels/killswitch.dev~1containment").asText())
                .isEqualTo("c-1");
    }

    @Test
    void sameAgain_isCounted() {
        post(What.DRIFTED, "it was put back");
        assertThat(post(What.DRIFTED, "it was not put back")).isInstanceOf(Outcome.Done.class);

        assertThat(only().path("count").asInt()).isEqualTo(2);
        assertThat(only().path("message").asText()).contains("somebody undid", "it was not put back");
        assertThat(only().path("lastTimestamp").asText()).isEqualTo("2026-03-01T10:00:00Z");
    }

    @Test
    void refusalsOfManyAlerts_areOneEvent_thatOffersNoWayBack() {
        for (int alert = 0; alert < 5; alert++) {
            post(What.REFUSED, ISOLATE, grounds.target("toolbox"), mark("c-" + alert), "protected: shop is protected");
        }

        assertThat(only().path("count").asInt()).isEqualTo(5);
        assertThat(only().path("message").asText())
                .startsWith("Killswitch did not do kubernetes.isolate-pod; protected: shop is protected")
                .contains("ks why c-4")
                .doesNotContain("ks release", "since", "until");
    }

    @Test
    void eachThingToTell_hasItsOwnEvent() {
        for (What what : What.values()) {
            post(what, "more");
        }

        assertThat(events("shop"))
                .extracting(event -> event.path("reason").asText())
                .containsExactlyInAnyOrder("Contained", "NotContained", "ContainmentUndone", "Released");
    }

    @Test
    void whatCannotBeUndone_offersNoRelease() {
        post(What.APPLIED, Specs.KILL_POD.name(), grounds.target("toolbox"), mark("c-1"), "");

        assertThat(only().path("message").asText())
                .contains("ends one pod", "ks why c-1")
                .doesNotContain("ks release");
    }

    @Test
    void thingOfTheCluster_hasItsEventInDefault() {
        String name = grounds.node();
        String uid = grounds.admin()
                .get("/api/v1/nodes/" + name)
                .orElseThrow()
                .at("/metadata/uid")
                .asText();
        var node = new Target("range-cluster", Where.NODE, name, uid);

        assertThat(post(What.APPLIED, CordonNode.SPEC.name(), node, mark("c-1"), ""))
                .isInstanceOf(Outcome.Done.class);

        assertThat(events("default").getFirst().at("/involvedObject/kind").asText())
                .isEqualTo("Node");
        assertThat(events("default").getFirst().at("/involvedObject").has("namespace"))
                .isFalse();
    }

    @Test
    void namespace_hasItsEventInItself() {
        var shop = new Target("range-cluster", Where.NAMESPACE, "shop", "u-1");

        post(What.APPLIED, FreezeNamespace.SPEC.name(), shop, mark("c-1"), "");

        assertThat(only().at("/involvedObject/kind").asText()).isEqualTo("Namespace");
        assertThat(only().at("/involvedObject/namespace").asText()).isEqualTo("shop");
    }

    @ParameterizedTest
    @EnumSource(What.class)
    void longAndHostileText_isBounded_andTheWayBackIsStillThere(What what) {
        var told = new Call.Told("rule " + "漢".repeat(200), AT, AT, "z".repeat(120));
        var mark = new Call.Mark("c-01j9z0000000000000000000aa", "i-01j9z0000000000000000000aa", told);

        post(what, ISOLATE, grounds.target("toolbox"), mark, "\u001b[2J\n\u202e" + "漢".repeat(2_000));

        String message = only().path("message").asText();
        assertThat(Plain.bytes(message)).isLessThanOrEqualTo(EventBoard.NOTE_BYTES_MAX);
        assertThat(message).doesNotContain("\u001b", "\n", "\u202e").endsWith("ask: " + "z".repeat(120));
        if (what == What.APPLIED || what == What.DRIFTED) {
            assertThat(message).contains("ks release c-01j9z0000000000000000000aa");
        }
    }

    @Test
    void rightThatIsMissing_isNamed() {
        grounds.deny("create events");
        assertThat(post(What.APPLIED, "")).isEqualTo(new Outcome.Refused("no permission create events"));
        grounds.allow("create events");
        post(What.APPLIED, "");
        grounds.deny("get events");
        assertThat(post(What.APPLIED, "")).isEqualTo(new Outcome.Refused("no permission get events"));
        grounds.allow("get events");
        grounds.deny("patch events");
        assertThat(post(What.APPLIED, "")).isEqualTo(new Outcome.Refused("no permission patch events"));
    }

    @Test
    void chart_givesTheRights_toWhoeverLooks() throws IOException {
        String read = Files.readString(Path.of("helm/templates/_tiers.tpl"));

        assertThat(EventBoard.PERMISSIONS).containsExactly("create events", "get events", "patch events");
        assertThat(read)
                .containsPattern("resources: \\[[^]]*\\bevents\\b[^]]*]\\n  verbs: \\[get,")
                .contains("resources: [events]\n  verbs: [create, patch]\n");
    }

    @Test
    void switchedOff_thereIsNoBoard() {
        var settings = Map.of("url", grounds.uri().toString(), "token-file", "none", "events", "off");

        try (var connection = ServerGrounds.open(settings)) {
            assertThat(connection.board()).isEmpty();
        }
    }

    @Test
    void eventOfOurName_aboutSomethingElse_isLeftAlone() {
        post(What.APPLIED, "");
        String path =
                "/api/v1/namespaces/shop/events/" + only().at("/metadata/name").asText();
        grounds.admin().merge(path, "{\"involvedObject\":{\"uid\":\"another\"},\"message\":\"theirs\"}");

        assertThat(post(What.APPLIED, "")).isInstanceOf(Outcome.Refused.class);
        assertThat(only().path("message").asText()).isEqualTo("theirs");
    }

    @Test
    void kindThatIsNoObject_isNotTold() {
        var subject = new Target("range-cluster", "kubernetes.image", "repo@sha256:00", "u");

        assertThat(post(What.APPLIED, ISOLATE, subject, mark("c-1"), "")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void serverThatIsAway_isTold_andNothingIsThrown() {
        grounds.target("toolbox");
        Target target = grounds.target("toolbox");
        grounds.stopServer();

        assertThat(post(What.APPLIED, ISOLATE, target, mark("c-1"), ""))
                .isInstanceOfAny(Outcome.Busy.class, Outcome.Unknown.class);
    }
}
