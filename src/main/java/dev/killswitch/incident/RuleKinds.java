package dev.killswitch.incident;

import dev.killswitch.incident.Event.AutomationSet;
import dev.killswitch.incident.Event.Position;
import dev.killswitch.incident.Event.RuleSwitched;
import dev.killswitch.incident.Event.RulebookActivated;
import dev.killswitch.incident.Event.RulebookChunk;
import dev.killswitch.incident.Event.RulebookRefused;
import dev.killswitch.plan.Mode;
import java.util.List;

/** The entries about what automation may do: its mode, its rules. */
final class RuleKinds {
    static final List<Kind<?>> KINDS = List.of(
            new Kind<>(
                    "automation.set",
                    AutomationSet.class,
                    e -> Head.of(e.connection() == null ? Mode.EVERYTHING : e.connection())
                            .by(e.person()),
                    (out, e) -> out.constant("mode", e.mode())
                            .name("connection", e.connection())
                            .name("person", e.person())
                            .id("reason", e.reason()),
                    (at, in) -> new AutomationSet(
                            at,
                            in.constant("mode", Mode.class),
                            in.textOrNull("connection"),
                            in.textOrNull("person"),
                            in.textOrNull("reason"))),
            new Kind<>(
                    "rule.switched",
                    RuleSwitched.class,
                    e -> Head.of(e.rule()).by(e.person()),
                    (out, e) -> out.name("rule", e.rule())
                            .constant("position", e.position())
                            .name("person", e.person())
                            .id("reason", e.reason()),
                    (at, in) -> new RuleSwitched(
                            at,
                            in.text("rule"),
                            in.constant("position", Position.class),
                            in.text("person"),
                            in.textOrNull("reason"))),
            new Kind<>(
                    "rulebook.chunk",
                    RulebookChunk.class,
                    e -> Head.of(e.digest()),
                    (out, e) -> out.id("digest", e.digest())
                            .name("path", e.path())
                            .number("part", e.part())
                            .id("base64", e.base64()),
                    (at, in) -> new RulebookChunk(
                            at, in.text("digest"), in.text("path"), in.count("part"), in.text("base64"))),
            new Kind<>(
                    "rulebook.activated",
                    RulebookActivated.class,
                    e -> Head.of(e.digest()),
                    (out, e) -> out.id("digest", e.digest())
                            .number("rules", e.rules())
                            .names("files", e.files()),
                    (at, in) -> new RulebookActivated(at, in.text("digest"), in.count("rules"), in.names("files"))),
            new Kind<>(
                    "rulebook.refused",
                    RulebookRefused.class,
                    _ -> Head.of("rules"),
                    (out, e) -> out.number("count", e.count()).texts("problems", e.problems()),
                    (at, in) -> new RulebookRefused(at, in.count("count"), in.texts("problems"))));

    private RuleKinds() {}
}
