package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.LeakedTokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    String accounts() {
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

    Tokens tokens() {
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

    Target found(String token) {
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
        assertThat(notes(account))
                .containsExactly("the token is bound to nothing, so that it dies with its account alone");
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

    /** By what it was found as, and nothing else; to the end that TokenReview tells. */
    Proof.ProvenForNew killed(String token, Target target) {
        Call call = grounds().call(target, action().spec());
        Before before = ((Inspected.Found) action().inspect(call)).before();
        assertThat(action().apply(call, before)).isInstanceOf(Outcome.Done.class);
        assertThat(tokens().dies(token)).isTrue();
        var proof = new AtomicReference<Proof>();
        grounds().await("the end of the token is proven", () -> {
            proof.set(action().prove(fresh(call), before));
            return !(proof.get() instanceof Proof.Pending);
        });
        var proven = (Proof.ProvenForNew) proof.get();
        assertThat(proven.how()).startsWith("TokenReview refused the very token 3 times in a row; ");
        return proven;
    }

    private List<String> notes(Target target) {
        return ((Inspected.Found) action().inspect(grounds().call(target, action().spec())))
                .facts()
                .notes();
    }

    @Test
    void tokenOfASecret_isFoundAsThatSecret_andRefused_untilItsRelease() {
        String path = secrets();
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
        killed(token, secret);
        assertThat(grounds().admin().get(path + "/old-token")).isPresent();
    }

    private String secrets() {
        return "/api/v1/namespaces/" + grounds().namespace() + "/secrets";
    }

    /** The uid of one that holds {@code data}. */
    private String secret(String name, String data) {
        return grounds()
                .admin()
                .create(
                        secrets(),
                        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"" + name + "\"},\"data\":"
                                + data + "}")
                .at("/metadata/uid")
                .asText();
    }

    /** As people bind tokens to one in order to end them. */
    @Test
    void tokenBoundToASecretThatNobodyNeeds_isFoundAsThatSecret_andDiesWithIt() {
        String uid = secret("handle", "{}");
        String token = tokens().mint(guest(), "Secret", "handle", uid);
        Target handle = found(token);
        assertThat(handle)
                .isEqualTo(new Target(
                        grounds().connection().name(), Where.SECRET, grounds().namespace() + "/handle", uid));
        assertThat(notes(handle)).singleElement().asString().contains("holds nothing and nobody uses");
        Call call = grounds().call(handle, action().spec());
        var inspected = (Inspected.Found) action().inspect(call);
        assertThat(inspected.undo()).isEqualTo(Undo.NONE);
        assertThat(killed(token, handle).how()).contains("the Secret that the token is bound to is gone");
        assertThat(grounds().admin().get(secrets() + "/handle")).isEmpty();
        assertThat(grounds().admin().get(accounts() + "/guest")).isPresent();
        assertThat(action().release(call, inspected.before())).isInstanceOf(Released.Impossible.class);
    }

    /** Whoever may ask for tokens chooses the Secret: it is no way to have it deleted. */
    @ParameterizedTest
    @ValueSource(strings = {"db", "used"})
    void tokenBoundToASecretOfUse_isFoundAsItsAccount_andDiesWithThat(String name) {
        String uid = secret(name, name.equals("db") ? "{\"password\":\"aHVudGVyMg==\"}" : "{}");
        if (name.equals("used")) {
            grounds().admin().create("/api/v1/namespaces/" + grounds().namespace() + "/pods", """
                            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"user"},"spec":{"nodeName":"%s",
                             "volumes":[{"name":"v","secret":{"secretName":"used"}}],
                             "containers":[{"name":"app","image":"example.invalid/app:1"}]}}""".formatted(
                            grounds().nodeOfPods()));
        }
        String token = tokens().mint(guest(), "Secret", name, uid);
        Target account = found(token);
        assertThat(account.id()).isEqualTo(grounds().namespace() + "/guest");
        assertThat(notes(account))
                .containsExactly("the token is bound to secret " + grounds().namespace() + "/" + name
                        + ", which whoever asked for the token chose and which may be of use to somebody, so that its"
                        + " account is rotated, with which it dies as well");
        assertThat(killed(token, account).how())
                .contains("the account has uid")
                .contains("whoever asked for the token");
        assertThat(grounds().admin().get(secrets() + "/" + name)).isPresent();
    }

    @Test
    void tokenBoundToANode_isFoundAsItsAccount_andTheNodeStays() {
        String node = grounds().node();
        String uid = grounds()
                .admin()
                .get("/api/v1/nodes/" + node)
                .orElseThrow()
                .at("/metadata/uid")
                .asText();
        String token = tokens().mint(guest(), "Node", node, uid);
        Target account = found(token);
        assertThat(account.id()).isEqualTo(grounds().namespace() + "/guest");
        assertThat(notes(account))
                .containsExactly("the token is bound to node " + node + ", with which all of its pods would go, so that"
                        + " its account is rotated, with which it dies as well");
        killed(token, account);
        assertThat(grounds().admin().get("/api/v1/nodes/" + node)).isPresent();
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
