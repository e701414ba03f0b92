package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.LeakedTokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of one action, on the pod that a token is bound to; and what each kind of token leads to. */
abstract class RevokeTokenContract extends PodActionContract {
    @Override
    String pod(Grounds grounds) {
        return grounds.bare();
    }

    @Override
    String actionName() {
        return "kubernetes.revoke-token";
    }

    private String accounts() {
        return "/api/v1/namespaces/" + grounds().namespace() + "/serviceaccounts";
    }

    private String guest() {
        grounds()
                .admin()
                .create(
                        accounts(),
                        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"guest\"}}");
        return accounts() + "/guest";
    }

    private Tokens tokens() {
        return new Tokens(grounds().admin());
    }

    /** As it comes by an alert. */
    private Resolved resolveLeaked(String token) {
        var delivery =
                new Delivery("siem", "d-1", Instant.EPOCH, Map.of(), Body.of(token.getBytes(StandardCharsets.UTF_8)));
        LeakedTokens.Found found = LeakedTokens.takeOut(delivery);
        assertThat(found.tokens()).hasSize(1);
        found.tokens().forEach((id, secret) -> grounds().connection().hand(id, secret));
        return resolve(found.tokens().keySet().iterator().next());
    }

    private Resolved resolve(String id) {
        var reference = new Reference(grounds().connection().name(), LeakedTokens.KIND, id, Map.of());
        return grounds().connection().resolve(reference, Grounds.deadline());
    }

    private Target found(String token) {
        Resolved resolved = resolveLeaked(token);
        assertThat(resolved).isInstanceOf(Resolved.Found.class);
        return ((Resolved.Found) resolved).target();
    }

    @Test
    void tokenOfAPod_isFoundAsThatPod() {
        Target pod = call().target();
        assertThat(found(tokens().mint(accounts() + "/default", "toolbox", pod.uid())))
                .isEqualTo(pod);
    }

    @Test
    void tokenOfNothing_isFoundAsItsAccount_andDiesWithIt() {
        String token = tokens().mint(guest());
        Target account = found(token);
        assertThat(account.kind()).isEqualTo(Where.SERVICE_ACCOUNT);
        assertThat(account.id()).isEqualTo(grounds().namespace() + "/guest");
        Call call = grounds().call(account, action().spec());
        Before before = ((Inspected.Found) action().inspect(call)).before();
        assertThat(action().apply(call, before)).isInstanceOf(Outcome.Done.class);
        assertThat(tokens().dies(token)).isTrue();
        assertThat(tokens().isBelieved(token)).isFalse();
        assertThat(found(tokens().mint(accounts() + "/guest")).uid()).isNotEqualTo(account.uid());
    }

    private static Call fresh(Call call) {
        return new Call(call.target(), call.parameters(), call.mark(), Grounds.deadline());
    }

    @Test
    void endOfTheVeryToken_isTold() {
        String token = tokens().mint(guest());
        Target account = found(token);
        Call call = grounds().call(account, action().spec());
        Before before = ((Inspected.Found) action().inspect(call)).before();
        action().apply(call, before);
        assertThat(tokens().dies(token)).isTrue();
        assertThat(action().prove(fresh(call), before))
                .isInstanceOfSatisfying(
                        Proof.ProvenForNew.class,
                        proven -> assertThat(proven.how())
                                .startsWith(
                                        "TokenReview refused the very token 3 times in a row; the account has uid"));
        assertThat(action().prove(fresh(call), before))
                .isInstanceOfSatisfying(
                        Proof.ProvenForNew.class,
                        proven -> assertThat(proven.how()).startsWith("the account has uid"));
    }

    @Test
    void tokenOfASecret_isFoundAsThatSecret() {
        String path = "/api/v1/namespaces/" + grounds().namespace() + "/secrets";
        guest();
        grounds()
                .admin()
                .create(
                        path,
                        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"old-token\",\"annotations\":"
                                + "{\"kubernetes.io/service-account.name\":\"guest\"}},\"type\":"
                                + "\"kubernetes.io/service-account-token\"}");
        grounds().await("the token is made", () -> !data(path).isEmpty());
        String token = new String(Base64.getDecoder().decode(data(path)), StandardCharsets.UTF_8);
        Target secret = found(token);
        assertThat(secret.kind()).isEqualTo(Where.SECRET);
        assertThat(secret.id()).isEqualTo(grounds().namespace() + "/old-token");
    }

    private String data(String path) {
        return grounds()
                .admin()
                .get(path + "/old-token")
                .orElseThrow()
                .at("/data/token")
                .asText();
    }

    @Test
    void tokenThatTheServerDoesNotBelieve_isNothing_whateverItSaysOfItself() {
        String[] real = tokens().mint(accounts() + "/default").split("\\.", -1);
        String madeUp = real[0] + "." + real[1] + "." + "A".repeat(43);
        assertThat(resolveLeaked(madeUp)).isInstanceOf(Resolved.Nothing.class);
    }

    @Test
    void tokenThatIsNotInHand_isRefused_andSaysWhatToDo() {
        assertThat(resolve("no-JTI/0123456789abcdef"))
                .isInstanceOfSatisfying(
                        Resolved.Refused.class,
                        no -> assertThat(no.why()).contains("not in hand").contains("name the pod, secret or account"));
    }
}
