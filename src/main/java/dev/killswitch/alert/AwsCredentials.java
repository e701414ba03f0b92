package dev.killswitch.alert;

import dev.killswitch.alert.Entity.Role;
import java.util.Optional;

/**
 * What a credential of AWS is says the beginning of its id: CloudTrail and all that stand on it write each kind of them where an
 * access key stands mostly.
 */
public final class AwsCredentials {
    private AwsCredentials() {}

    /**
     * Adds what stands at {@code place}. A credential that is neither an access key nor a session's is named by its user too,
     * where that is said: AWS tells of few of them whose they are.
     */
    public static void add(Entities entities, Role role, Json place, Optional<String> user) {
        place.text().ifPresent(id -> {
            String of = user.map(name -> name + "/").orElse("");
            switch (id.length() < 4 ? "" : id.substring(0, 4)) {
                case "ACCA" -> entities.add("aws.service-credential", of + id, role, place);
                case "APKA" -> entities.add("aws.ssh-key", of + id, role, place);
                case "ASCA" -> entities.add("aws.signing-certificate", of + id, role, place);
                default -> entities.add("aws.access-key", id, role, place);
            }
        });
    }
}
