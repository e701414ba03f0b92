package dev.killswitch.source.guardduty;

import dev.killswitch.alert.Entities;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Json;
import java.util.Optional;

/** Who called AWS: which of the names means what depends on the type. */
record Principal(Json type, Json name, Json principalId, Json accessKeyId) {
    /** {@code instanceId} is whose role's credential was stolen, where it was one: the session is called like it. */
    void addTo(Entities entities, Role role, Optional<String> instanceId) {
        switch (type.text().orElse("")) {
            case "IAMUser" -> {
                entities.add("aws.access-key", role, accessKeyId);
                entities.add("aws.user", role, name);
            }
            case "AssumedRole", "Role" -> {
                entities.add("aws.access-key", role, accessKeyId);
                entities.add("aws.role", role, name);
                session(entities, role, instanceId);
            }
            // The key lives as long as the session, which ends with the user who asked for it: not named here.
            case "FederatedUser" -> {
                entities.add("aws.access-key", role, accessKeyId);
                entities.add("aws.federated-user", role, name);
            }
            // Nothing of the root user may be cut: it is a person's to decide, so its key is no target.
            case "Root" -> {
                entities.add("aws.root", role, principalId);
                entities.add("aws.access-key", Role.RELATED, accessKeyId);
            }
            // A service, another account, or a type that is not known here: nothing of ours to cut.
            default -> entities.add("aws.access-key", Role.RELATED, accessKeyId);
        }
    }

    private void session(Entities entities, Role role, Optional<String> instanceId) {
        Optional<String> session = principalId
                .text()
                .map(id -> id.contains(":")
                        ? id
                        : id + instanceId.map(instance -> ":" + instance).orElse(""));
        session.ifPresent(id -> {
            entities.scoped("role", name.text()).add("aws.session", id, role, principalId);
            String sessionName = id.substring(id.indexOf(':') + 1);
            if (sessionName.startsWith("i-")) {
                entities.add("aws.instance", sessionName, Role.RELATED, principalId);
            }
        });
    }
}
