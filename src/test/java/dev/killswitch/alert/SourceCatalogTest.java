package dev.killswitch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.alert.ProofSettings.Versions;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.alert.SourceSettings.May;
import dev.killswitch.alert.SourceSettings.Rate;
import dev.killswitch.alert.SourceSpec.ProofKind;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.config.Problems.Problem;
import dev.killswitch.config.Section;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceCatalogTest {
    private static final SourceCatalog CATALOG = SourceCatalog.of(List.of(
            new Kind("any", EnumSet.allOf(ProofKind.class)), new Kind("signed", EnumSet.of(ProofKind.SNS_SIGNATURE))));

    /** Has one key of its own, and reads nothing. */
    private record Kind(String name, Set<ProofKind> proofs) implements AlertSource {
        @Override
        public SourceSpec spec() {
            return new SourceSpec(name, 1, proofs, 1 << 20);
        }

        @Override
        public Reader reader(SourceSettings settings, Section own) {
            own.text("own-key");
            return delivery -> new Parsed.Ignored(settings.name());
        }
    }

    private record Read(Map<String, Source> sources, List<Problem> problems) {}

    private static Read read(String yaml) {
        var problems = new Problems();
        Document document = Document.read("killswitch.yaml", yaml, problems);
        Map<String, Source> sources = CATALOG.read(document.root().section("sources"));
        document.finish();
        return new Read(sources, problems.found());
    }

    @Test
    void unknownKind_hidesNoOtherMistake() {
        assertThat(read("""
                        sources:
                          a: {kind: ayn, proof: {bearer-file: f, sns: {topic: t}}, rate: much, own-key: x}
                        """).problems()).extracting(Problem::found).hasSize(3).contains("bearer-file and sns", "much");
    }

    private static SourceSettings only(String yaml) {
        Read read = read(yaml);
        assertThat(read.problems()).isEmpty();
        assertThat(read.sources()).hasSize(1);
        return read.sources().values().iterator().next().settings();
    }

    @Test
    void defaults_areThese() {
        assertThat(only("sources: {a: {kind: any, proof: {bearer-file: x}}}"))
                .isEqualTo(new SourceSettings(
                        "a",
                        "any",
                        Map.of(),
                        new ProofSettings.Bearer(List.of("x")),
                        Optional.empty(),
                        new Rate(200, Duration.ofSeconds(1)),
                        May.ENFORCE));
    }

    @Test
    void everything_canBeSaid() {
        assertThat(only("""
                sources:
                  gd-1:
                    kind: any
                    scope: {connection: prod-eu, cluster: c, account: "111122223333", region: eu-west-1}
                    proof: {sns: {topic: "arn:aws:sns:eu-west-1:111122223333:gd", allow-v1: true}}
                    heartbeat: 24h
                    rate: 30/m
                    may: observe
                    own-key: x
                """))
                .isEqualTo(new SourceSettings(
                        "gd-1",
                        "any",
                        Map.of(
                                "connection",
                                "prod-eu",
                                "cluster",
                                "c",
                                "account",
                                "111122223333",
                                "region",
                                "eu-west-1"),
                        new ProofSettings.Sns("arn:aws:sns:eu-west-1:111122223333:gd", Versions.V1_TOO),
                        Optional.of(Duration.ofHours(24)),
                        new Rate(30, Duration.ofMinutes(1)),
                        May.OBSERVE));
    }

    @Test
    void eachProof_isRead() {
        assertThat(only("sources: {a: {kind: any, proof: {bearer-files: [x, y]}}}")
                        .proof())
                .isEqualTo(new ProofSettings.Bearer(List.of("x", "y")));
        assertThat(only("sources: {a: {kind: any, proof: {api-key: {header: X-Key, files: [x]}}}}")
                        .proof())
                .isEqualTo(new ProofSettings.ApiKey("X-Key", List.of("x")));
        assertThat(only("sources: {a: {kind: any, proof: {basic: {user: falco, password-file: x}}}}")
                        .proof())
                .isEqualTo(new ProofSettings.Basic("falco", List.of("x")));
        assertThat(only("sources: {a: {kind: any, proof: {hmac: {secret-file: x}}}}")
                        .proof())
                .isEqualTo(new ProofSettings.Hmac("X-Hub-Signature-256", "sha256=", Optional.empty(), List.of("x")));
        assertThat(
                        only("sources: {a: {kind: any, proof: {hmac: {secret-files: [x], header: X-S, prefix: '', time-header: X-T}}}}")
                                .proof())
                .isEqualTo(new ProofSettings.Hmac("X-S", "", Optional.of("X-T"), List.of("x")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A_b: {kind: any, proof: {bearer-file: x}}|lower-case letters",
                "a: {kind: ayn, proof: {bearer-file: x}}|any",
                "a: {proof: {bearer-file: x}}|kind",
                "a: {kind: any}|exactly one of",
                "a: {kind: any, proof: {}}|exactly one of",
                "a: {kind: any, proof: {bearer-file: x, basic: {user: u, password-file: y}}}|exactly one of",
                "a: {kind: signed, proof: {bearer-file: x}}|senders of this kind",
                "a: {kind: signed, proof: {hmac: {secret-file: x}}}|senders of this kind",
                "a: {kind: any, proof: {bearer-files: [x, y, z]}}|one, or two",
                "a: {kind: any, proof: {bearer-file: x, bearer-files: [y]}}|exactly one of",
                "a: {kind: any, proof: {basic: {user: u}}}|path of a file",
                "a: {kind: any, proof: {basic: {user: u, password-file: x, password-files: [y]}}}|one of the two",
                "a: {kind: any, proof: {basic: {user: 'u:v', password-file: x}}}|without a colon",
                "a: {kind: any, proof: {api-key: {header: 'X Y', file: x}}}|HTTP header",
                "a: {kind: any, proof: {sns: {topic: gd}}}|ARN of a topic",
                "a: {kind: any, proof: {sns: {topic: 'arn:aws:sns:eu-west-1:111122223333:gd', alow-v1: true}}}|allow-v1",
                "a: {kind: any, proof: {bearer-file: x}, rate: fast}|such as 200/s",
                "a: {kind: any, proof: {bearer-file: x}, rate: 0/s}|such as 200/s",
                "a: {kind: any, proof: {bearer-file: x}, heartbeat: often}|10m",
                "a: {kind: any, proof: {bearer-file: x}, may: act}|enforce",
                "a: {kind: any, proof: {bearer-file: x}, scope: {conection: y}}|connection",
                "a: {kind: any, proof: {bearer-file: x}, ownkey: y}|own-key",
            })
    void eachMistake_isTold(String source, String expected) {
        assertThat(read("sources:\n  " + source + "\n").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("killswitch.yaml:2:")
                        .contains(expected));
    }

    @Test
    void twoKindsOfOneName_stopTheStart() {
        var kind = new Kind("same", EnumSet.of(ProofKind.BEARER));
        assertThatThrownBy(() -> SourceCatalog.of(List.of(kind, kind))).hasMessageContaining("called same");
    }

    @Test
    void installedKinds_haveSpecs() {
        assertThat(SourceCatalog.installed().specs())
                .extracting(SourceSpec::kind)
                .contains("falco", "guardduty");
    }
}
