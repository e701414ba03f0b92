package dev.killswitch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "kube-system, kube-system, true",
        "kube-system, kube-systems, false",
        "kube-system, my-kube-system, false",
        "payments/api-*, payments/api-7f, true",
        "payments/api-*, payments/web-7f, false",
        "*, '', true",
        "'', a, false",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYbZ, false",
        "arn:aws:iam::*:user/oncall-*, arn:aws:iam::111122223333:user/ops/oncall-1, false",
        "arn:aws:iam::*:user/*oncall-*, arn:aws:iam::111122223333:user/ops/oncall-1, true",
        "Deployer, deployer, true",
        "a.c, abc, false",
        "[a], a, false",
        "a?c, abc, false",
    })
    void pattern_fitsTheWholeName(String pattern, String name, boolean fits) {
        assertThat(new Glob(pattern).matches(name)).isEqualTo(fits);
    }

    @Test
    void nameThatAlmostFitsForever_isAnsweredSoon() {
        var glob = new Glob("*a*a*a*a*a*a*a*b");
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(glob.matches("a".repeat(20_000))).isFalse());
    }
}
