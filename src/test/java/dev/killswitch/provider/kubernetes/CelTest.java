package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CelTest {
    @Test
    void literal_isEndedByNothingInIt() {
        assertThat(Cel.literal("system:serviceaccount:shop:web")).isEqualTo("\"system:serviceaccount:shop:web\"");
        assertThat(Cel.literal("a\" || \"\\\n")).isEqualTo("\"a\\\" || \\\"\\\\\\u000a\"");
    }
}
