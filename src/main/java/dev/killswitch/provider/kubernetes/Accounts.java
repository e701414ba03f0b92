package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the actions on ServiceAccounts know of one. Thread-safe. */
final class Accounts {
    /** What an account has besides its metadata, but for {@code secrets}. */
    static final List<String> FIELDS = List.of("imagePullSecrets", "automountServiceAccountToken");

    static final String LIST_PODS = ResourceKind.POD.permission("list");

    /** How many pods are counted: past it the number means no more than "many". */
    private static final int COUNTED_MAX = 500;

    private final KubernetesCalls calls;
    private final WhoAmI who;

    Accounts(KubernetesCalls calls) {
        this.calls = calls;
        this.who = new WhoAmI(calls);
    }

    /** Why it is never done, where the account is the one that we ourselves call with. */
    Optional<String> own(Call call) {
        Where where = Where.of(call.target());
        String user = "system:serviceaccount:" + where.namespace().orElse("") + ":" + where.name();
        return switch (who.ask(call.deadline())) {
            case Got.Found answer
            when answer.object().at("/status/userInfo/username").asText().equals(user) ->
                Optional.of("it is the account that we call the API server with");
            case Got.Found _ -> Optional.empty();
            // Where nobody can say who we are, that is no reason to spare an account.
            case Got.Missing _, Got.Denied _ -> Optional.empty();
            case Got.Away away -> Optional.of("whether it is our own account could not be asked: " + away.why());
        };
    }

    /** Who may take an account away need not be allowed to list pods: only their number is missing then. */
    Facts facts(Call call, JsonNode account) {
        var blast = new HashMap<String, Integer>(Map.of("serviceaccounts", 1));
        Where where = Where.of(call.target());
        ObjectPath pods = ObjectPath.all(ResourceKind.POD, where.namespace())
                .with("fieldSelector", "spec.serviceAccountName=" + where.name())
                .with("limit", Integer.toString(COUNTED_MAX));
        var notes = new ArrayList<>(Federation.notes(account));
        if (calls.get(pods, LIST_PODS, call.deadline()) instanceof Got.Found list) {
            List<JsonNode> using = list.object()
                    .path("items")
                    .valueStream()
                    .filter(pod -> !Pod.read(pod).isOver())
                    .toList();
            blast.put("pods", using.size());
            if (using.stream().anyMatch(PodIdentity::isOf)) {
                notes.add(PodIdentity.note(where.namespace().orElseThrow(), where.name()));
            }
        }
        if (!notes.isEmpty()) {
            blast.put("clouds-not-reached", notes.size());
        }
        return new Facts(blast, Set.of()).noting(notes);
    }

    /** Not its {@code secrets}: tokens there die with it, and what mounts them names them itself. */
    static ObjectNode kept(JsonNode account) {
        ObjectNode kept = Kept.metadata(account, ResourceKind.SERVICE_ACCOUNT);
        for (String field : FIELDS) {
            if (account.has(field)) {
                kept.set(field, account.path(field));
            }
        }
        return kept;
    }

    /** What goes on with tokens of an account of which {@code kept} was kept. */
    static String survives(JsonNode kept) {
        return "open watches and exec sessions go on until they end, a kubelet may believe a token for up to 5 minutes,"
                + " and a cloud that trusts the cluster's issuer believes it until it expires"
                + Federation.alive(kept) + "; " + PodIdentity.SURVIVES;
    }
}
