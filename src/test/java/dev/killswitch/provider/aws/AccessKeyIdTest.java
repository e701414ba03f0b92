package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeyIdTest {
    @ParameterizedTest
    @CsvSource({
        "ASIAQNZGKIQY56JQ7WML, 029608264753",
        "AKIAQAAAAAAAAAAAAAAA, 000000000000",
        "AKIAQAAAAAAAH7777777, 000000000000",
        "AKIAQAAAAAABAAAAAAAA, 000000000002",
    })
    void keySaysItsAccount(String key, String account) {
        assertThat(new AccessKeyId(key).account()).contains(new AccountId(account));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AKIAIOSFODNN7EXAMPLE", "AKIAJAAAAAAAAAAAAAAA", "AKIA7777777777777777"})
    void keyFromBefore2019_orOfNoAccount_saysNone(String key) {
        assertThat(new AccessKeyId(key).account()).isEmpty();
    }

    @Test
    void temporaryKeys_areToldFromLastingOnes() {
        assertThat(new AccessKeyId("AKIAQNZGKIQY56JQ7WML").kind()).isEqualTo(AccessKeyId.Kind.LASTING);
        assertThat(new AccessKeyId("ASIAQNZGKIQY56JQ7WML").kind()).isEqualTo(AccessKeyId.Kind.TEMPORARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "AKIA",
                "GeneratedFindingAccessKeyId",
                "akiaqnzgkiqy56jq7wml",
                "AKIAQNZGKIQY56JQ7WM",
                "AKIAQNZGKIQY56JQ7WMLL",
                "AKIAQNZGKIQY56JQ7WM1",
                "AKIAQNZGKIQY56JQ7WML\n",
                "AIDAQNZGKIQY56JQ7WML",
                "AKIAQNZGKIQY56JQ7W&L"
            })
    void whatIsNoKey_isNeverOne(String text) {
        assertThat(AccessKeyId.parse(text)).isEmpty();
        assertThatThrownBy(() -> new AccessKeyId(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
