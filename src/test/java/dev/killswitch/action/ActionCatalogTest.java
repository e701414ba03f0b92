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
}
