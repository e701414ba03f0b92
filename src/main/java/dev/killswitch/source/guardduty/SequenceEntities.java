package dev.killswitch.source.guardduty;

import dev.killswitch.alert.AwsCredentials;
import dev.killswitch.alert.Entities;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Json;
import java.util.Optional;

/** An attack sequence names nobody in {@code resource}: each actor, resource and endpoint stands in its own list. */
final class SequenceEntities {
    private final Entities aws;
    private final Entities kubernetes;

    SequenceEntities(Entities aws, Entities kubernetes) {
        this.aws = aws;
        this.kubernetes = kubernetes;
    }

    void gather(Json sequence) {
        for (Json actor : sequence.at("actors").items()) {
            Json user = actor.at("user");
            var principal = new Principal(user.at("type"), user.at("name"), user.at("uid"), user.at("credentialUid"));
            Entities here = aws.scoped("account", user.at("account", "uid").name());
            principal.addTo(here, Role.ACTOR, Optional.empty());
            principal.addIssuer(here, Role.ACTOR, actor.at("session", "issuer"));
        }
        sequence.at("resources").items().forEach(this::resource);
        for (Json endpoint : sequence.at("endpoints").items()) {
            aws.add("ip", Role.ACTOR, endpoint.at("ip"));
        }
    }

    private void resource(Json resource) {
        Entities here = aws.scoped("account", resource.at("accountId").name())
                .scoped("region", resource.at("region").name());
        switch (resource.at("resourceType").text().orElse("")) {
            case "EC2_INSTANCE" -> lastPart(here, "aws.instance", resource.at("uid"));
            case "EC2_NETWORK_INTERFACE" -> lastPart(here, "aws.network-interface", resource.at("uid"));
            case "S3_BUCKET" -> here.add("aws.bucket", Role.TARGET, resource.at("name"));
            case "EKS_CLUSTER" -> here.add("aws.eks-cluster", Role.TARGET, resource.at("name"));
            case "KUBERNETES_WORKLOAD" -> {
                Json data = resource.at("data", "kubernetesWorkload");
                new Workload(
                                data.at("namespace"),
                                data.at("type"),
                                resource.at("name"),
                                data.at("uid"),
                                data.at("serviceAccountName"))
                        .addTo(kubernetes, Role.TARGET);
            }
            // Whose key it was stands among the actors.
            case "ACCESS_KEY" -> AwsCredentials.add(here, Role.RELATED, resource.at("uid"), Optional.empty());
            default -> {}
        }
    }

    /** The id by itself, or at the end of an ARN. */
    private static void lastPart(Entities here, String kind, Json place) {
        place.text().ifPresent(uid -> here.add(kind, uid.substring(uid.lastIndexOf('/') + 1), Role.TARGET, place));
    }
}
