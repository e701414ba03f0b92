package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Proof;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Kills all tokens of a ServiceAccount by taking it away: a token names the account's uid, and a successor has another.
 * Pods that use it run on with a dead token, and no new ones start until the release makes it again.
 */
final class FreezeServiceAccount implements DeleteAction.Kind {
    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.freeze-serviceaccount",
            new Meaning(
                    "kills all tokens of a ServiceAccount by deleting it; no new pod of it starts until it is made"
                            + " again",
                    "its running pods, with dead tokens; open watches and exec sessions until they end; a kubelet's"
                            + " belief in a token, up to 5 minutes; a cloud's that trusts the cluster's issuer, until the"
                            + " token expires",
                    "within 10 seconds, for each API server"),
            Where.SERVICE_ACCOUNT,
            "revoke-sa",
            Stage.CREDENTIAL,
            true,
            Undo.EQUIVALENT,
            "tokens-dead",
            Duration.ofSeconds(15),
            List.of(),
            List.of(
                    ResourceKind.SERVICE_ACCOUNT.permission("get"),
                    ResourceKind.SERVICE_ACCOUNT.permission("create"),
                    ResourceKind.SERVICE_ACCOUNT.permission("delete")),
            new ByHand(
                    List.of(
                            "kubectl -n {namespace} get serviceaccount {name} -o yaml | tee serviceaccount-before.yaml",
                            "kubectl -n {namespace} delete serviceaccount {name}"),
                    List.of("kubectl -n {namespace} create serviceaccount {name}")),
            List.of("D3-CR"));

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    /** The control plane makes it again at once, so that nothing would be frozen. */
    @Override
    public Optional<String> refusal(Call call, JsonNode account) {
        return account.at("/metadata/name").asText().equals("default")
                ? Optional.of("the control plane makes a namespace's default account again at once; rotate it instead")
                : Optional.empty();
    }

    @Override
    public Facts facts(JsonNode account) {
        return new Facts(Map.of("serviceaccounts", 1), Set.of());
    }

    /** Not its {@code secrets}: tokens there die with it, and what mounts them names them itself. */
    @Override
    public ObjectNode kept(JsonNode account) {
        ObjectNode kept = Kept.metadata(account, ResourceKind.SERVICE_ACCOUNT);
        for (String field : List.of("imagePullSecrets", "automountServiceAccountToken")) {
            if (account.has(field)) {
                kept.set(field, account.path(field));
            }
        }
        return kept;
    }

    @Override
    public Proof proof(Call call) {
        return new Proof.ProvenForNew(
                "the account of that uid is gone, and its tokens with it, for each API server within 10 s",
                "open watches and exec sessions go on until they end, a kubelet may believe a token for up to 5 minutes,"
                        + " and a cloud that trusts the cluster's issuer believes it until it expires",
                null);
    }

    @Override
    public String replacement() {
        return "the account is there again, under a new uid: new tokens work, the old ones stay dead";
    }
}
