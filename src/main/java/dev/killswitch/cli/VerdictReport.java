package dev.killswitch.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.ledger.Checkpoint;
import dev.killswitch.ledger.Verdict;
import dev.killswitch.ledger.Verdict.Comparison;
import java.util.List;

/** What was found of a ledger, with what is proven and what is not kept apart. */
final class VerdictReport {
    private VerdictReport() {}

    static void say(Screen screen, Verdict verdict, boolean compared) {
        switch (verdict) {
            case Verdict.Intact intact -> {
                screen.say("intact", "each of " + size(intact.checkpoint()) + " is what was signed");
                screen.say("signed by", String.join(", ", intact.signers()));
                screen.say("root", intact.checkpoint().root().toString());
                intact.comparisons().forEach(one -> screen.say("consistent", with(one)));
                covered(screen, intact);
                intact.unread().forEach(file -> screen.say("unread", file + ": nobody vouches for it"));
                if (!compared) {
                    screen.say("next", "keep its checkpoint elsewhere, and compare with it later: --against <file>");
                }
            }
            case Verdict.Contradicted no -> {
                screen.shout("CONTRADICTED: it fits its own checkpoint over " + size(no.checkpoint())
                        + ", and not every one that was kept; it was rewritten or cut off, and signed again");
                no.comparisons().forEach(one -> contradiction(screen, one));
            }
            case Verdict.NotIntact no -> {
                screen.shout("NOT INTACT at " + no.where());
                screen.say("expected", no.expected());
                screen.say("found", no.found());
            }
            case Verdict.Unchecked no -> screen.shout("NOT CHECKED: " + no.why());
        }
    }

    private static void covered(Screen screen, Verdict.Intact intact) {
        long covered = intact.covered();
        if (covered > 0) {
            screen.say(
                    "covered", "entries 0 to " + (covered - 1) + ": they are as they were when a checkpoint was kept");
        }
        if (intact.notCovered() > 0) {
            screen.say(
                    "not covered",
                    "entries " + covered + " to " + (intact.checkpoint().size() - 1)
                            + ": only whoever holds the signing key vouches for them");
        }
    }

    private static String size(Checkpoint checkpoint) {
        return checkpoint.size() + " entries of " + checkpoint.origin();
    }

    private static String with(Comparison one) {
        return "with " + one.name() + " up to " + one.size() + " entries";
    }

    private static void contradiction(Screen screen, Comparison comparison) {
        switch (comparison) {
            case Comparison.Consistent fine -> screen.say("consistent", with(fine));
            case Comparison.Rewritten no ->
                screen.say(
                        "REWRITTEN",
                        "something below entry " + no.size() + " was changed since " + no.name() + ": root " + no.kept()
                                + " then, " + no.found() + " now");
            case Comparison.Shorter no ->
                screen.say("CUT OFF", "there were " + no.size() + " entries when " + no.name() + " was kept");
        }
    }

    static ObjectNode json(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Intact intact -> {
                ObjectNode json = checkpoint("intact", intact.checkpoint());
                texts(json.putArray("signers"), intact.signers());
                comparisons(json, intact.comparisons());
                json.put("covered", intact.covered()).put("notCovered", intact.notCovered());
                texts(json.putArray("unread"), intact.unread());
                yield json;
            }
            case Verdict.Contradicted no -> {
                ObjectNode json = checkpoint("contradicted", no.checkpoint());
                comparisons(json, no.comparisons());
                yield json;
            }
            case Verdict.NotIntact no ->
                Session.object()
                        .put("verdict", "not-intact")
                        .put("where", no.where())
                        .put("expected", no.expected())
                        .put("found", no.found());
            case Verdict.Unchecked no ->
                Session.object().put("verdict", "unchecked").put("why", no.why());
        };
    }

    private static ObjectNode checkpoint(String verdict, Checkpoint checkpoint) {
        return Session.object()
                .put("verdict", verdict)
                .put("origin", checkpoint.origin())
                .put("size", checkpoint.size())
                .put("root", checkpoint.root().toString());
    }

    private static void texts(ArrayNode list, List<String> texts) {
        texts.forEach(list::add);
    }

    private static void comparisons(ObjectNode json, List<Comparison> comparisons) {
        ArrayNode list = json.putArray("comparisons");
        for (Comparison comparison : comparisons) {
            String is = switch (comparison) {
                case Comparison.Consistent _ -> "consistent";
                case Comparison.Rewritten _ -> "rewritten";
                case Comparison.Shorter _ -> "shorter";
            };
            list.addObject()
                    .put("with", comparison.name())
                    .put("size", comparison.size())
                    .put("is", is);
        }
    }
}
