package dev.killswitch.web;

import dev.killswitch.review.Answer;
import dev.killswitch.review.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why, or why not.
 *
 * @param answer the first line
 * @param lines six
 * @param byHand what releases left to a person: commands to look over, each on one line
 * @param incident the one it speaks of; null where nothing was recorded
 * @param others further incidents that name the same
 */
record WhyView(
        String subject,
        String answer,
        List<String> lines,
        List<String> byHand,
        @Nullable String incident,
        List<String> others,
        List<RuleView> rules,
        List<MissView> nearMisses,
        List<StepView> actions,
        List<Long> ledger) {
    /**
     * A rule that said yes.
     *
     * @param expression its condition as it was worked out; null where its entry had no room for it
     */
    record RuleView(
            String rule,
            String rulebook,
            String mode,
            @Nullable String where,
            @Nullable TreeView expression,
            Map<String, String> values) {
        static RuleView of(Answer.RuleSaid said) {
            return new RuleView(
                    said.rule(),
                    said.rulebook(),
                    said.mode(),
                    said.where(),
                    said.expression() == null ? null : TreeView.of(said.expression()),
                    said.values());
        }
    }

    /** A condition, or a part of it. */
    record TreeView(
            String op, @Nullable String text, String value, Map<String, String> values, List<TreeView> clauses) {
        static TreeView of(Tree tree) {
            return new TreeView(
                    tree.op(),
                    tree.text(),
                    tree.value(),
                    tree.values(),
                    tree.clauses().stream().map(TreeView::of).toList());
        }
    }

    /** A rule that said no, and the clause that did. */
    record MissView(String rule, String clause, String value) {
        static MissView of(Answer.NearMiss miss) {
            return new MissView(miss.rule(), miss.clause(), miss.value());
        }
    }

    static WhyView of(Answer answer) {
        return new WhyView(
                answer.subject(),
                answer.answer(),
                answer.lines(),
                answer.byHand(),
                answer.incident(),
                answer.others(),
                answer.rules().stream().map(RuleView::of).toList(),
                answer.nearMisses().stream().map(MissView::of).toList(),
                answer.actions().stream().map(StepView::of).toList(),
                answer.ledger());
    }
}
