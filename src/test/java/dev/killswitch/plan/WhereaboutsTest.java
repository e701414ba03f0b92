package dev.killswitch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Reference;
import dev.killswitch.alert.Entity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhereaboutsTest {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String KEY_OF_2 = "AKIA2222ODNN7EXAMPLE";

    private final Whereabouts whereabouts = new Whereabouts(
            Fixture.CONNECTIONS,
            (kind, id) -> kind.equals("aws.access-key") && id.equals(KEY_OF_2)
                    ? Optional.of("222222222222")
                    : Optional.empty());

    private Whereabouts.Found find(String kind, String id, Map<String, String> scope) {
        Entity entity = Alerts.entity(kind, id, scope);
        return whereabouts.find(entity, Instant.parse("2030-01-01T00:00:00Z"));
    }

    private Reference found(String kind, String id, Map<String, String> scope) {
        Whereabouts.Found found = find(kind, id, scope);
        assertThat(found.lost()).isEmpty();
        return found.thing();
    }

    private String lost(String kind, String id, Map<String, String> scope) {
        Whereabouts.Found found = find(kind, id, scope);
        assertThat(found.thing().connection()).isEmpty();
        return found.lost().orElseThrow();
    }

    @Test
    void addressAndNameOfAPod_goWithTheTimeOfTheAlert() {
        Map<String, String> scope = Map.of("connection", "prod-eu");
        for (String passesOn : List.of("ip:10.42.0.7", "shop/web")) {
            assertThat(found("kubernetes.pod", passesOn, scope).scope())
                    .isEqualTo(Map.of("at", "2030-01-01T00:00:00Z"));
        }
        for (String isOnce : List.of("uid:0b0f3c1e-0a0a-4b4b-8c8c-1d1d1d1d1d1d", "container:0123456789ab")) {
            assertThat(found("kubernetes.pod", isOnce, scope).scope()).isEmpty();
        }
        assertThat(whereabouts
                        .find(Alerts.entity("kubernetes.pod", "ip:10.42.0.7", scope), null)
                        .thing()
                        .scope())
                .isEqualTo(Map.of("at", "unknown"));
    }

    @Test
    void pod_isWhereItsSourceSpeaksFor() {
        assertThat(found("kubernetes.pod", "shop/web-1", Map.of("connection", "prod-eu"))
                        .connection())
                .isEqualTo("prod-eu");
    }

    /** There is one cluster only, and still the alert may be of another one. */
    @Test
    void podOfNoSaidConnection_isNowhere() {
        assertThat(lost("kubernetes.pod", "shop/web-1", Map.of("cluster", "prod-eu")))
                .contains("is in no connection that its source says");
    }

    @Test
    void connectionOfAnotherKind_orNotThere_isNowhere() {
        assertThat(lost("kubernetes.pod", "shop/web-1", Map.of("connection", "acme")))
                .contains("is not in connection acme");
        assertThat(lost("kubernetes.pod", "shop/web-1", Map.of("connection", "gone")))
                .contains("gone");
        assertThat(lost("aws.user", "alice", Map.of("connection", "prod-eu", "account", "111122223333")))
                .contains("is not in connection prod-eu");
    }

    @Test
    void user_isWhereItsAccountIs() {
        Reference alice = found("aws.user", "alice", Map.of("account", "111122223333"));
        assertThat(alice).isEqualTo(new Reference("acme", "aws.user", "alice", Map.of("account", "111122223333")));
        assertThat(lost("aws.user", "alice", Map.of("account", "999999999999"))).contains("where no connection acts");
        assertThat(lost("aws.user", "alice", Map.of())).contains("no connection that its source says");
    }

    /** A finding is of the account in which something was done: the key that did it may be another one's. */
    @Test
    void userOfAKey_isInTheAccountThatTheKeySays() {
        Reference alice = found("aws.user", "alice", Map.of("account", "111122223333", "access-key", KEY_OF_2));
        assertThat(alice.connection()).isEqualTo("many");
        assertThat(alice.id()).isEqualTo("arn:aws:iam::222222222222:user/alice");
        assertThat(alice.scope()).containsEntry("account", "222222222222");
        assertThat(found("aws.user", "alice", Map.of("account", "111122223333", "access-key", KEY))
                        .connection())
                .as("of an id from before 2019 the sender's word counts")
                .isEqualTo("acme");
    }

    @Test
    void sourcesConnection_doesNotReachAnotherAccount() {
        assertThat(lost("aws.user", "alice", Map.of("connection", "acme", "account", "222222222222")))
                .contains("in account 222222222222 is not in connection acme");
    }

    /** Alice of one account is not alice of another: what holds the one must not exempt the other. */
    @Test
    void userWhereThereAreManyAccounts_isNamedWithItsOwn() {
        Reference two = found("aws.user", "alice", Map.of("account", "222222222222"));
        Reference three = found("aws.user", "alice", Map.of("account", "333333333333"));
        assertThat(two.id()).isEqualTo("arn:aws:iam::222222222222:user/alice");
        assertThat(two.name()).isNotEqualTo(three.name());
    }

    @Test
    void thingOfAnAccount_hasOneName_howeverItIsWritten() {
        for (String id :
                List.of("alice", "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/x/alice")) {
            assertThat(found("aws.user", id, Map.of("account", "111122223333")).id())
                    .isEqualTo("alice");
        }
        for (String id :
                List.of("alice", "arn:aws:iam::222222222222:user/alice", "arn:aws:iam::222222222222:user/x/alice")) {
            assertThat(found("aws.user", id, Map.of("account", "222222222222")).id())
                    .isEqualTo("arn:aws:iam::222222222222:user/alice");
        }
        String role = "arn:aws:iam::111122223333:role/alice";
        assertThat(found("aws.user", role, Map.of()).id()).as("no user").isEqualTo(role);
    }

    @Test
    void arn_saysItsAccount_whateverTheSenderSays() {
        String arn = "arn:aws:iam::333333333333:role/batch";
        Reference role = found("aws.role", arn, Map.of("account", "111122223333"));
        assertThat(role).isEqualTo(new Reference("many", "aws.role", arn, Map.of("account", "333333333333")));
    }

    @Test
    void keyThatSaysItsAccount_isThere_whateverTheSenderSays() {
        Reference key = found("aws.access-key", KEY_OF_2, Map.of("account", "111122223333"));
        assertThat(key.connection()).isEqualTo("many");
        assertThat(key.scope()).containsEntry("account", "222222222222");
    }

    @Test
    void keyThatSaysNothing_isWhereTheSenderSays_orInTheOnlyConnectionThereIs() {
        assertThat(found("aws.access-key", KEY, Map.of("account", "111122223333"))
                        .connection())
                .isEqualTo("acme");
        assertThat(lost("aws.access-key", KEY, Map.of())).contains("could be in 2 connections");
        var alone = new Whereabouts(Map.of("acme", Fixture.CONNECTIONS.get("acme")), AccountOf.NOTHING);
        assertThat(alone.find(Alerts.entity("aws.access-key", KEY, Map.of())).lost())
                .isEmpty();
        assertThat(alone.find(Alerts.entity("aws.user", "alice", Map.of())).lost())
                .isPresent();
    }
}
