package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import dev.killswitch.provider.kubernetes.Lists.Listed;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.util.ArrayList;
import java.util.List;

/** The HorizontalPodAutoscalers of a workload. They decide nothing, and are told. Thread-safe. */
final class Autoscalers {
    private final Lists lists;

    Autoscalers(KubernetesCalls calls) {
        this.lists = new Lists(calls);
    }

    /** What to know of them. */
    record Known(int count, List<String> notes) {
        Known {
            notes = List.copyOf(notes);
        }
    }

    Known of(Call call) {
        Where where = Where.of(call.target());
        return switch (lists.list(ResourceKind.HORIZONTAL_POD_AUTOSCALER, where.namespace(), call.deadline())) {
            case Listed.Items found -> known(where, found.items());
            case Listed.No no ->
                new Known(
                        0,
                        List.of("whether an autoscaler is there was not seen: "
                                + (no.not().why() == Why.DENIED ? "no permission " : "")
                                + no.not().text()));
        };
    }

    private static Known known(Where workload, List<JsonNode> all) {
        var notes = new ArrayList<String>();
        for (JsonNode scaler : all) {
            JsonNode target = scaler.at("/spec/scaleTargetRef");
            if (target.path("kind").asText().equals(workload.kind().kind())
                    && target.path("name").asText().equals(workload.name())) {
                notes.add(told(scaler));
            }
        }
        return new Known(notes.size(), notes);
    }

    private static String told(JsonNode scaler) {
        boolean isOfKeda = scaler.at("/metadata/ownerReferences")
                .valueStream()
                .anyMatch(one -> one.path("kind").asText().equals("ScaledObject"));
        String name = "HorizontalPodAutoscaler " + scaler.at("/metadata/name").asText();
        return isOfKeda
                ? name + " is one of KEDA's, which scales from zero too: pause its ScaledObject first"
                : name + " leaves a zero alone; after a release it scales from "
                        + scaler.at("/spec/minReplicas").asInt(1) + " to "
                        + scaler.at("/spec/maxReplicas").asInt() + " again";
    }
}
