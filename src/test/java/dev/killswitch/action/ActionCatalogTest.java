package dev.killswitch.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.killswitch.config.Section;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ActionCatalogTest {
    /** A provider that has specs and nothing else. */
    private record FakeProvider(String kind, List<ActionSpec> actions) implements Provider {
        static FakeProvider of(String kind, String... names) {
            return new FakeProvider(
                    kind, Stream.of(names).map(ActionCatalogTest::spec).toList());
        }

        @Override
        public Connection open(String name, Section settings, Clock clock) {
            throw new UnsupportedOperationException("nothing to open");
        }
    }

    private static ActionSpec spec(String name) {
        return new ActionSpec(
                name,
                new ActionSpec.Meaning("does what a test wants", "nothing", "at once"),
                "aws.user",
                "tier1",
                ActionSpec.Stage.DENY,
                false,
                ActionSpec.Undo.EXACT,
                "denied",
                Duration.ofSeconds(10),
                List.of(),
                List.of(),
                new ActionSpec.ByHand(List.of(), List.of()),
                List.of());
    }

    @Test
    void actionsOfAllProviders_areFoundByName() {
        var catalog = ActionCatalog.of(
                List.of(FakeProvider.of("aws", "aws.deny-user"), FakeProvider.of("kubernetes", "kubernetes.kill-pod")));
        assertThat(catalog.find("aws.deny-user")).contains(spec("aws.deny-user"));
        assertThat(catalog.find("aws.deny")).isEmpty();
        assertThat(catalog.names()).containsExactlyInAnyOrder("aws.deny-user", "kubernetes.kill-pod");
        assertThat(catalog.specs()).extracting(ActionSpec::name).isSorted();
        assertThat(catalog.hint("kubernetes.kil-pod")).isEqualTo("'kubernetes.kill-pod' (nearest)");
    }

    @Test
    void nameOutsideItsProvider_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActionCatalog.of(List.of(FakeProvider.of("aws", "kubernetes.kill-pod"))))
                .withMessageContaining("aws.");
    }

    @Test
    void twoActionsOfOneName_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActionCatalog.of(
                        List.of(FakeProvider.of("aws", "aws.deny-user"), FakeProvider.of("aws", "aws.deny-user"))))
                .withMessage("two actions are called aws.deny-user");
    }

    @Test
    void ladder_isClimbedFromTheNearestOn() {
        var catalog = ActionCatalog.ofSpecs(List.of(
                spec("aws.a").climbingTo("aws.b", "aws.c"),
                spec("aws.b").climbingTo("aws.d"),
                spec("aws.c"),
                spec("aws.d")));
        assertThat(catalog.above("aws.a")).extracting(ActionSpec::name).containsExactly("aws.b", "aws.c", "aws.d");
        assertThat(catalog.above("aws.d")).isEmpty();
        assertThat(catalog.above("aws.x")).isEmpty();
    }

    @Test
    void ladderThatLeadsNowhereOrBackOrElsewhereOrTooHigh_isRefused() {
        assertRefused(
                "aws.a climbs to aws.bb, which is no action; expected 'aws.a' (nearest)",
                spec("aws.a").climbingTo("aws.bb"));
        assertRefused(
                "the ladder of aws.a comes back to aws.a",
                spec("aws.a").climbingTo("aws.b"),
                spec("aws.b").climbingTo("aws.a"));
        assertRefused("the ladder of aws.a comes back to aws.a", spec("aws.a").climbingTo("aws.a"));
        assertRefused(
                "aws.a climbs to kubernetes.b, which is another provider's",
                spec("aws.a").climbingTo("kubernetes.b"),
                spec("kubernetes.b"));
        assertRefused(
                "the ladder of aws.a has more than 4 rungs above it",
                spec("aws.a").climbingTo("aws.b"),
                spec("aws.b").climbingTo("aws.c"),
                spec("aws.c").climbingTo("aws.d"),
                spec("aws.d").climbingTo("aws.e"),
                spec("aws.e").climbingTo("aws.f"),
                spec("aws.f"));
    }

    private static void assertRefused(String why, ActionSpec... specs) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActionCatalog.ofSpecs(List.of(specs)))
                .withMessage(why);
    }
}
