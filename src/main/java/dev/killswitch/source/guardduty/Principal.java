package dev.killswitch.source.guardduty;

import dev.killswitch.alert.AwsArn;
import dev.killswitch.alert.AwsCredentials;
import dev.killswitch.alert.Entities;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Json;
import java.util.Optional;

/** Who called AWS: which of the names means what depends on the type. */
record Principal(Json type, Json name, Json principalId, Json accessKeyId) {
    /** {@code instanceId} is whose role's credential was stolen, where it was one: the session is called like it. */
    void addTo(Entities all, Role role, Optional<String> instanceId) {
        Entities entities = all.scoped("access-key", accessKeyId.name());
        switch (type.text().orElse("")) {
            case "IAMUser" -> {
                AwsCredentials.add(all, role, accessKeyId, name.name());
                entities.add("aws.user", role, name);
            }
            case "AssumedRole", "Role" -> {
                all.add("aws.access-key", role, accessKeyId);
                entities.add("aws.role", role, name);
                session(all, entities, role, instanceId);
            }
            // The key lives as long as the session, which ends with the user who asked for it: named by a sequence
            // alone.
            case "FederatedUser" -> {
                all.add("aws.access-key", role, accessKeyId);
                entities.add("aws.federated-user", role, name);
            }
            // Nothing of the root user may be cut: it is a person's to decide, so its key is no target.
            case "Root" -> {
                all.add("aws.root", role, principalId);
                all.add("aws.access-key", Role.RELATED, accessKeyId);
            }
            // A service, another account, or a type that is not known here: nothing of ours to cut.
            default -> all.add("aws.access-key", Role.RELATED, accessKeyId);
        }
    }

    /**
     * Who gave the session out, by its ARN: of a federated session the user, whose deny ends it. The role of an assumed one is
     * named by its session already.
     */
    void addIssuer(Entities entities, Role role, Json issuer) {
        if (type.text().equals(Optional.of("FederatedUser"))
                && issuer.text()
                        .flatMap(AwsArn::parse)
                        .filter(arn -> arn.resource().startsWith("user/"))
                        .isPresent()) {
            entities.add("aws.user", role, issuer);
        }
    }

    private void session(Entities all, Entities entities, Role role, Optional<String> instanceId) {
        Optional<String> session = principalId
                .text()
                .map(id -> id.contains(":")
                        ? id
                        : id + instanceId.map(instance -> ":" + instance).orElse(""));
        session.ifPresent(id -> {
            entities.scoped("role", name.text()).add("aws.session", id, role, principalId);
            String sessionName = id.substring(id.indexOf(':') + 1);
            if (sessionName.startsWith("i-")) {
                all.add("aws.instance", sessionName, Role.RELATED, principalId);
            }
        });
    }
}
