package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.incident.Event;
import dev.killswitch.rule.Rule;
import dev.killswitch.rule.RulebookDirectory;
import dev.killswitch.rule.RulebookLoader;
import dev.killswitch.rule.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulebooksTest {
    private static final String RULE = """
              - {name: %s, sources: [siem], when: "true", targets: {cut: entity.kind == "kubernetes.pod"},
                 do: [{action: kubernetes.isolate-pod, on: cut}]}
            """;

    @TempDir
    private Path directory;

    private Path rules;
    private EngineWorld world;
    private Rulebooks rulebooks;

    @BeforeEach
    void open() throws IOException {
        rules = Files.createDirectory(directory.resolve("rules"));
        write("a.yaml", "one");
        world = new EngineWorld(directory.resolve("data"));
        rulebooks = start();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void firstRulebook_isLive_andItsBytesAreInTheLedger() {
        assertThat(names()).containsExactly("one");
        assertThat(world.events(Event.RulebookChunk.class)).hasSize(1);
        assertThat(world.events(Event.RulebookActivated.class)).hasSize(1);
        assertThat(world.register().activeRulebook()).containsOnlyKeys("a.yaml");
    }

    @Test
    void changedDirectory_isSwappedWhole() throws IOException {
        write("b.yaml", "two");
        look();
        assertThat(names()).containsExactlyInAnyOrder("one", "two");
        assertThat(world.events(Event.RulebookActivated.class)).hasSize(2);
    }

    @Test
    void oneMistake_refusesTheWhole_andTheOneBeforeHolds() throws IOException {
        write("b.yaml", "two");
        Files.writeString(rules.resolve("c.yaml"), "format: 1\nrules:\n  - {name: three, sourcez: [siem]}\n");
        look();
        assertThat(names()).containsExactly("one");
        assertThat(rulebooks.refused()).isNotEmpty();
        assertThat(world.events(Event.RulebookRefused.class)).hasSize(1);
        assertThat(world.pages())
                .anyMatch(why -> why.contains("are not taken") && why.contains("the ones before hold"));

        look();
        assertThat(world.events(Event.RulebookRefused.class)).hasSize(1);

        Files.delete(rules.resolve("c.yaml"));
        look();
        assertThat(names()).containsExactlyInAnyOrder("one", "two");
        assertThat(rulebooks.refused()).isEmpty();
    }

    @Test
    void mistakeWhereNothingWasInForce_saysSo() throws IOException {
        world.close();
        world = new EngineWorld(directory.resolve("fresh"));
        Files.writeString(rules.resolve("a.yaml"), "format: 2");
        rulebooks = start();
        assertThat(world.pages()).anyMatch(why -> why.contains("no rules are in force"));
    }

    @Test
    void rulebookWrittenThoughWeWereToldOtherwise_isInTheLedgerOnce() throws IOException {
        world.journal().next(draft -> draft.id().startsWith("rulebook"), Trouble.LOST_AFTER);
        write("b.yaml", "two");
        look();
        look();
        assertThat(names()).containsExactlyInAnyOrder("one", "two");
        assertThat(world.events(Event.RulebookActivated.class)).hasSize(2);
    }

    @Test
    void directoryWithoutRules_neverDisarms() throws IOException {
        Files.delete(rules.resolve("a.yaml"));
        look();
        assertThat(names()).containsExactly("one");
        assertThat(rulebooks.refused()).isNotEmpty();
    }

    @Test
    void ruleWhoseTierIsOff_isRefusedLive_andTheBookBeforeHolds_overARestartToo() throws IOException {
        var off = new Site("cluster", "kubernetes", Set.of(), "killswitch.yaml:4:20");
        RulebookLoader strict = world.loader(off);
        rulebooks = new Rulebooks(new RulebookDirectory(rules, strict), strict, world.parts());
        rulebooks.start();
        assertThat(names()).containsExactly("one");

        Files.writeString(
                rules.resolve("b.yaml"),
                "format: 1\nrules:\n" + RULE.formatted("two").replace("{name: two,", "{name: two, mode: enforce,"));
        look();
        assertThat(names()).containsExactly("one");
        assertThat(rulebooks.refused())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("b.yaml:4:")
                        .contains("rule 'two' needs tier usual on connection cluster, for kubernetes.isolate-pod")
                        .contains("killswitch.yaml:4:20"));

        rulebooks = new Rulebooks(new RulebookDirectory(rules, world.loader()), world.loader(), world.parts());
        rulebooks.start();
        assertThat(names()).containsExactlyInAnyOrder("one", "two");
        rulebooks = new Rulebooks(new RulebookDirectory(rules, strict), strict, world.parts());
        rulebooks.start();
        assertThat(names()).containsExactlyInAnyOrder("one", "two");
        assertThat(rulebooks.refused()).hasSize(1);
    }

    @Test
    void refusedDirectory_overARestart_keepsTheRecordedRulebook() throws IOException {
        Files.writeString(rules.resolve("a.yaml"), "format: 2");
        world.reopen();
        rulebooks = start();
        assertThat(names()).containsExactly("one");
        assertThat(rulebooks.refused()).isNotEmpty();
    }

    @Test
    void sameDirectory_overARestart_isNotRecordedAgain() {
        world.reopen();
        rulebooks = start();
        assertThat(names()).containsExactly("one");
        assertThat(world.events(Event.RulebookActivated.class)).hasSize(1);
    }

    @Test
    void rulebookThatCannotBeRecorded_isNotLive_untilItCan() throws IOException {
        world.journal().breakDown("the disk is full");
        write("b.yaml", "two");
        look();
        assertThat(names()).containsExactly("one");
        world.journal().mend();
        rulebooks.look();
        assertThat(names()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void changeTakenBackBeforeItCouldBeRecorded_neverGoesLive() throws IOException {
        world.journal().breakDown("the disk is full");
        write("b.yaml", "two");
        look();
        Files.delete(rules.resolve("b.yaml"));
        look();
        world.journal().mend();
        look();
        assertThat(names()).containsExactly("one");
    }

    @Test
    void rulebookOfManyBytes_comesBackWhole() throws IOException {
        Files.writeString(
                rules.resolve("big.yaml"),
                "# " + "x".repeat(200_000) + "\nformat: 1\nrules:\n" + RULE.formatted("big"));
        look();
        assertThat(names()).containsExactlyInAnyOrder("one", "big");
        Files.writeString(rules.resolve("big.yaml"), "format: 2");
        world.reopen();
        rulebooks = start();
        assertThat(names()).containsExactlyInAnyOrder("one", "big");
    }

    private Rulebooks start() {
        var started = new Rulebooks(new RulebookDirectory(rules, world.loader()), world.loader(), world.parts());
        started.start();
        return started;
    }

    /** A change is taken when a second look sees the same. */
    private void look() {
        rulebooks.look();
        rulebooks.look();
    }

    private List<String> names() {
        return rulebooks.current().rules().stream().map(Rule::name).toList();
    }

    private void write(String file, String rule) throws IOException {
        Files.writeString(rules.resolve(file), "format: 1\nrules:\n" + RULE.formatted(rule));
    }
}
