package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Target;
import dev.killswitch.engine.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When something counts as proven: IAM says at once what it enforces seconds later. */
class AwsProofTest {
    @TempDir
    private Path directory;

    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-23T10:00:00Z"));
    private OnRange range;
    private Connection connection;

    @BeforeEach
    void open() {
        range = new OnRange(directory);
        connection =
                Place.connect("""
                role: "arn:aws:iam::{account}:role/killswitch/Responder"
                tiers: [tier1, tier2, tier3, boundary, organization]
                organization: {policy: p-killswitch}
                accounts: ["111122223333"]
                credentials-file: "%s"
                endpoint: "%s"
                """.formatted(range.credentials(), range.place().endpoint()), clock);
    }

    @AfterEach
    void close() {
        connection.close();
        range.close();
    }

    @ParameterizedTest
    @EnumSource
    void proof_waitsOutWhatIamNeeds_andSaysWhatSurvives(Door door) {
        Target target = door.target(range.place());
        Action action = connection.action(door.action(range.place()).spec().name());
        Before before = ((Inspected.Found) action.inspect(call(target))).before();
        Instant written = clock.instant();
        action.apply(call(target), before);
        clock.advance(Duration.ofSeconds(2));
        assertThat(action.prove(call(target), before)).isEqualTo(new Proof.Pending(Duration.ofSeconds(3)));
        clock.advance(Duration.ofSeconds(3));
        assertThat(action.prove(call(target), before)).isInstanceOfSatisfying(Proof.ProvenForNew.class, proof -> {
            assertThat(proof.how())
                    .contains("reads back", "an estimate by settling (5 s); ")
                    .doesNotContain("revoked");
            assertThat(proof.survives()).isNotBlank();
            assertThat(proof.until())
                    .satisfiesAnyOf(
                            until -> assertThat(until).isNull(),
                            until -> assertThat(until).isAfter(written));
        });
        action.release(call(target), before);
        assertThat(action.prove(call(target), before)).isInstanceOf(Proof.Unproven.class);
    }

    @ParameterizedTest
    @EnumSource
    void afterARestart_theWaitStartsAnew(Door door) {
        Target target = door.target(range.place());
        Action first = door.action(range.place());
        Before before = ((Inspected.Found) first.inspect(range.place().call(target))).before();
        first.apply(range.place().call(target), before);
        Action second = connection.action(first.spec().name());
        assertThat(second.prove(call(target), before)).isEqualTo(new Proof.Pending(Duration.ofSeconds(5)));
        clock.advance(Duration.ofSeconds(5));
        assertThat(second.prove(call(target), before)).isInstanceOf(Proof.ProvenForNew.class);
    }

    private Call call(Target target) {
        return Place.call(target, clock.instant().plusSeconds(10));
    }
}
