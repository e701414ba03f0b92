package dev.killswitch.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** It can say yes and no: each kind of policy and condition that tests lean on. */
class EvaluatorIT {
    private static final String ALICE = "arn:aws:iam::111122223333:user/alice";
    private static final String EVERYTHING = policy("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}");

    private static String policy(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
    }

    private static JsonNode read(String json) {
        try {
            return new JsonMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Evaluator.Asking alice(String... policies) {
        return new Evaluator.Asking(
                ALICE,
                "111122223333",
                List.of(policies).stream().map(EvaluatorIT::read).toList(),
                List.of(),
                Map.of());
    }

    @ParameterizedTest
    @CsvSource({"2026-11-24T09:59:59Z, ExplicitlyDenied", "2026-11-24T10:00:01Z, Allowed", "             , Allowed"})
    void conditionOnATime_holdsForOldSessionsOnly(String issued, String says) {
        Evaluator.Asking who = alice(
                EVERYTHING,
                policy("{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":"
                        + "{\"DateLessThan\":{\"aws:TokenIssueTime\":\"2026-11-24T10:00:00Z\"}}}"));
        Evaluator.Asking asking = issued == null ? who : who.saying("aws:TokenIssueTime", issued);
        assertThat(Evaluator.judge(asking, "iam:CreateUser", ALICE).says()).isEqualTo(says);
    }

    @Test
    void serviceControlPolicy_bindsAnAdministrator_butForWhomItSpares() {
        JsonNode guard = read(policy("{\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\",\"Condition\":"
                + "{\"ArnNotLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:user/root-*\"}}}"));
        Evaluator.Asking who = alice(EVERYTHING);
        assertThat(Evaluator.judge(who, "iam:CreateUser", ALICE).says()).isEqualTo("Allowed");
        assertThat(Evaluator.judge(who.under(guard), "iam:CreateUser", ALICE).says())
                .isEqualTo("ExplicitlyDenied");
        var spared = new Evaluator.Asking(
                "arn:aws:iam::111122223333:user/root-1",
                "111122223333",
                who.identity(),
                List.of(guard),
                Map.of("aws:PrincipalArn", "arn:aws:iam::111122223333:user/root-1"));
        assertThat(Evaluator.judge(spared, "iam:CreateUser", ALICE).says()).isEqualTo("Allowed");
    }

    @Test
    void nothingIsAllowed_whereNothingSaysSo() {
        assertThat(Evaluator.judgeAll(
                        alice(policy("{\"Effect\":\"Allow\",\"Action\":\"iam:GetUser\",\"Resource\":\"*\"}")), "iam"))
                .hasSizeGreaterThan(150)
                .filteredOn(Evaluator.Said::isAllowed)
                .extracting(Evaluator.Said::action)
                .containsExactly("iam:GetUser");
    }
}
