package dev.killswitch.incident;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.plan.Order;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Step.AtExpiry;
import dev.killswitch.plan.Step.Authority;
import dev.killswitch.plan.Step.Course;
import dev.killswitch.plan.Verdict;
import java.util.Set;
import java.util.TreeSet;

/** How the values of package {@code plan} stand in entries. Sets are written in order, so that equal ones are alike. */
final class PlanValues {
    private PlanValues() {}

    static void write(EntryWriter out, PlannedStep planned) {
        Step step = planned.step();
        out.id("step", step.id())
                .id("incident", step.incident())
                .id("containment", step.containment())
                .name("action", step.action())
                .object("reference", step.reference(), ActionValues::write)
                .object("parameters", step.parameters(), ActionValues::write)
                .object("authority", step.authority(), PlanValues::write)
                .object("course", step.course(), PlanValues::write)
                .list("objections", planned.objections(), PlanValues::write);
    }

    static PlannedStep planned(EntryReader in) {
        var step = new Step(
                in.text("step"),
                in.text("incident"),
                in.text("containment"),
                in.text("action"),
                in.object("reference", ActionValues::reference),
                ActionValues.parameters(in.values("parameters")),
                in.object("authority", PlanValues::authority),
                in.object("course", PlanValues::course));
        return new PlannedStep(step, in.list("objections", PlanValues::verdict));
    }

    private static void write(EntryWriter out, Authority authority) {
        switch (authority) {
            case Authority.Rule rule ->
                out.id("is", "rule").name("name", rule.name()).name("rulebook", rule.rulebook());
            case Authority.Person person ->
                out.id("is", "person").name("id", person.id()).texts("overrides", new TreeSet<>(person.overrides()));
        }
    }

    private static Authority authority(EntryReader in) {
        return switch (in.text("is")) {
            case "rule" -> new Authority.Rule(in.text("name"), in.text("rulebook"));
            case "person" -> new Authority.Person(in.text("id"), Set.copyOf(in.texts("overrides")));
            default -> throw new UnreadableEntry("the authority is none that this version knows");
        };
    }

    private static void write(EntryWriter out, Course course) {
        out.constant("stage", course.stage())
                .ids("after", new TreeSet<>(course.after()))
                .duration("ttl", course.ttl())
                .constant("atExpiry", course.atExpiry())
                .object("each", course.each(), PlanValues::write)
                .id("cause", course.cause());
        if (!course.otherwise().isEmpty()) {
            out.texts("otherwise", new TreeSet<>(course.otherwise()));
        }
        out.text("fellShort", course.fellShort());
    }

    /** What is for one kind is as it was before there could be more. */
    private static void write(EntryWriter out, Step.Each each) {
        out.name("action", each.action()).name("kind", each.kind());
        if (!each.more().isEmpty()) {
            out.list("more", each.more(), PlanValues::write);
        }
    }

    private static Step.Each each(EntryReader in) {
        return new Step.Each(in.text("action"), in.text("kind"), in.listOrEmpty("more", PlanValues::each));
    }

    private static Course course(EntryReader in) {
        return new Course(
                in.constant("stage", Stage.class),
                Set.copyOf(in.texts("after")),
                in.durationOrNull("ttl"),
                in.constant("atExpiry", AtExpiry.class),
                in.objectOrNull("each", PlanValues::each),
                in.textOrNull("cause"),
                Set.copyOf(in.textsOrEmpty("otherwise")),
                in.textOrNull("fellShort"));
    }

    private static void write(EntryWriter out, Verdict verdict) {
        switch (verdict) {
            case Verdict.Act _ -> out.id("is", "act");
            case Verdict.PersonMay may ->
                out.id("is", "person").name("guard", may.guard()).text("says", may.says());
            case Verdict.Never never ->
                out.id("is", "never").name("guard", never.guard()).text("says", never.says());
        }
    }

    private static Verdict verdict(EntryReader in) {
        return switch (in.text("is")) {
            case "act" -> new Verdict.Act();
            case "person" -> new Verdict.PersonMay(in.text("guard"), in.text("says"));
            case "never" -> new Verdict.Never(in.text("guard"), in.text("says"));
            default -> throw new UnreadableEntry("the verdict is none that this version knows");
        };
    }

    static void write(EntryWriter out, Order order) {
        out.id("id", order.id())
                .name("person", order.person())
                .name("what", order.what())
                .object("target", order.target(), ActionValues::write)
                .object("parameters", order.parameters(), ActionValues::write)
                .duration("ttl", order.ttl())
                .texts("overrides", new TreeSet<>(order.overrides()))
                .number("confirm", order.confirm());
    }

    static Order order(EntryReader in) {
        return new Order(
                in.text("id"),
                in.text("person"),
                in.text("what"),
                in.object("target", ActionValues::reference),
                ActionValues.parameters(in.values("parameters")),
                in.durationOrNull("ttl"),
                Set.copyOf(in.texts("overrides")),
                in.count("confirm"));
    }
}
