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
import java.util.Optional;

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
                    ResourceKind.SERVICE_ACCOUNT.permission("delete"),
                    Accounts.LIST_PODS),
            new ByHand(
                    List.of(
                            "kubectl -n {namespace} get serviceaccount {name} -o yaml | tee serviceaccount-before.yaml",
                            "kubectl -n {namespace} delete serviceaccount {name}"),
                    List.of("kubectl -n {namespace} create serviceaccount {name}")),
            List.of("D3-CR"));

    private final Accounts accounts;

    FreezeServiceAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    /** The control plane makes a default account again at once, so that nothing would be frozen. */
    @Override
    public Optional<String> refusal(Call call, JsonNode account) {
        return account.at("/metadata/name").asText().equals("default")
                ? Optional.of("the control plane makes a namespace's default account again at once; rotate it instead")
                : accounts.own(call);
    }

    @Override
    public Facts facts(Call call, JsonNode account) {
        return accounts.facts(call, account);
    }

    @Override
    public ObjectNode kept(JsonNode account) {
        return Accounts.kept(account);
    }

    @Override
    public Proof proof(Call call, JsonNode kept) {
        return new Proof.ProvenForNew(
                "the account of that uid is gone, and its tokens with it, for each API server within 10 s",
                Accounts.survives(kept),
                null);
    }

    @Override
    public String replacement() {
        return "the account is there again, under a new uid: new tokens work, the old ones stay dead";
    }
}
