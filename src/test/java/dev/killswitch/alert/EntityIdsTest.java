package dev.killswitch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityIdsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kubernetes.pod|shop/web-7f9c.x",
                "kubernetes.pod|uid:0b0f3c1e-0a0a-4b4b-8c8c-1d1d1d1d1d1d",
                "kubernetes.pod|uid:00112233445566778899aabbccddeeff",
                "kubernetes.pod|container:0123456789ab",
                "kubernetes.pod|container:containerd://0123456789ab",
                "kubernetes.pod|ip:10.42.0.7",
                "kubernetes.pod|ip:fd00::7",
                "kubernetes.serviceaccount|system:serviceaccount:shop:web",
                "kubernetes.workload|shop/Deployment/web",
                "kubernetes.subject|User:system:node:ip-10-0-0-1.ec2.internal",
                "kubernetes.subject|ServiceAccount:shop/web",
                "kubernetes.image|registry.example/shop/web",
                "kubernetes.image|registry.example/shop/web@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "aws.access-key|AKIAIOSFODNN7EXAMPLE",
                "aws.user|alice@example.com",
                "aws.user|arn:aws:iam::111122223333:user/path/alice",
                "aws.role|arn:aws-us-gov:iam::111122223333:role/batch",
                "aws.session|AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0",
                "aws.instance|i-0123456789abcdef0",
                "container|docker://0123456789ab",
                "ip|203.0.113.255",
                "ip|2001:db8::1",
                "something.else|any name",
            })
    void whatTheKindCanHave_fits(String kind, String id) {
        assertThat(EntityIds.fits(kind, id)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kubernetes.pod|web",
                "kubernetes.pod|/web",
                "kubernetes.pod|shop/",
                "kubernetes.pod|shop/Web",
                "kubernetes.pod|shop/web/x",
                "kubernetes.pod|null/null",
                "kubernetes.pod|uid:null",
                "kubernetes.pod|container:host",
                "kubernetes.pod|container:0123456789a",
                "kubernetes.pod|ip:127.0.0.1",
                "kubernetes.pod|ip:0.0.0.0",
                "kubernetes.pod|ip:256.1.1.1",
                "kubernetes.pod|name:web",
                "kubernetes.serviceaccount|system:serviceaccount:shop",
                "kubernetes.serviceaccount|system:node:a",
                "kubernetes.pod|shop/<NA>",
                "kubernetes.namespace|Unknown",
                "kubernetes.subject|User:",
                "kubernetes.image|registry.example/shop/web@sha256:0",
                "kubernetes.subject|User:null",
                "aws.access-key|GeneratedFindingAccessKeyId",
                "aws.access-key|AWS::IAM::AccessKey:null",
                "aws.user|arn:aws:iam::111122223333:role/batch",
                "aws.user|GeneratedFindingUserName",
                "aws.session|AROAIOSFODNN7EXAMPLE",
                "aws.session|AIDAIOSFODNN7EXAMPLE:x1",
                "aws.instance|i-99999999",
                "container|host",
                "ip|127.0.0.1",
                "ip|0.0.0.0",
                "ip|::1",
                "ip|198.51.100.0",
                "ip|256.1.1.1",
                "ip|1.2.3",
                "ip|1.2.3.4.",
                "something.else|%user.name",
                "something.else|n/a",
            })
    void whatStandsForNothing_orIsOfAnotherForm_doesNotFit(String kind, String id) {
        assertThat(EntityIds.fits(kind, id)).isFalse();
    }

    @Test
    void controlCharacters_blanks_andEndlessNames_doNotFit() {
        assertThat(EntityIds.fits("something.else", "a\0b")).isFalse();
        assertThat(EntityIds.fits("something.else", " ")).isFalse();
        assertThat(EntityIds.fits("something.else", "x".repeat(513))).isFalse();
    }

    @Test
    void entityNamedAgain_keepsItsFirstPlace_unlessTheScopeDiffers() {
        Entities entities = Entities.of(Map.of("connection", "acme"), Trust.STRUCTURED);
        entities.add("aws.user", "alice", Role.ACTOR, "/a");
        entities.add("aws.user", "alice", Role.ACTOR, "/b");
        entities.scoped("account", Optional.of("null")).add("aws.user", "alice", Role.ACTOR, "/c");
        entities.scoped("account", Optional.of("111122223333")).add("aws.user", "alice", Role.ACTOR, "/d");
        assertThat(entities.gathered()).extracting(Entity::path).containsExactly("/a", "/d");
        assertThat(entities.gathered().getLast().scope())
                .isEqualTo(Map.of("connection", "acme", "account", "111122223333"));
    }

    @Test
    void entitiesBeyondTheBound_areSaid() {
        Entities entities = Entities.of(Map.of(), Trust.STRUCTURED);
        for (int i = 0; i < 1_000; i++) {
            entities.add("x", "id" + i, Role.RELATED, "/" + i);
        }
        assertThat(entities.leftOut()).isEmpty();
        entities.add("x", "one more", Role.RELATED, "/more");
        entities.add("x", "another", Role.RELATED, "/another");
        assertThat(entities.gathered()).hasSize(1_000);
        assertThat(entities.leftOut()).extracting(Parsed.Malformed::where).containsExactly("/more");
    }
}
