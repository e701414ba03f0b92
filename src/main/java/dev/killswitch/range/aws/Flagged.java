package dev.killswitch.range.aws;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Optional;
import java.util.stream.Stream;

/** A credential of a user, other than an access key, that has a status. {@code service} is that of a service credential. */
record Flagged(Sort sort, String id, String service, String status, String created) {
    /** The kinds of them, in the API's words. */
    enum Sort {
        CERTIFICATE("SigningCertificate", "Certificate", "Certificates", "CertificateId", "ASCA", 2),
        SSH_KEY("SSHPublicKey", "SSHPublicKey", "SSHPublicKeys", "SSHPublicKeyId", "APKA", 5),
        SERVICE(
                "ServiceSpecificCredential",
                "ServiceSpecificCredential",
                "ServiceSpecificCredentials",
                "ServiceSpecificCredentialId",
                "ACCA",
                2);

        private final String noun;
        private final String element;
        private final String list;
        private final String idField;
        private final String prefix;
        private final int quota;

        Sort(String noun, String element, String list, String idField, String prefix, int quota) {
            this.noun = noun;
            this.element = element;
            this.list = list;
            this.idField = idField;
            this.prefix = prefix;
            this.quota = quota;
        }

        /** The kind that an action is about, where it is about one. */
        static Optional<Sort> of(String action) {
            return Stream.of(values())
                    .filter(sort -> action.endsWith(sort.noun) || action.endsWith(sort.noun + "s"))
                    .findFirst();
        }

        String element() {
            return element;
        }

        String list() {
            return list;
        }

        String idField() {
            return idField;
        }

        String prefix() {
            return prefix;
        }

        /** How many a user may have; of service credentials, for each service. */
        int quota() {
            return quota;
        }
    }

    Flagged with(String other) {
        return new Flagged(sort, id, service, other, created);
    }

    @JsonIgnore
    boolean isOf(Sort other, String otherId) {
        return sort == other && id.equals(otherId);
    }

    Xml xml(String user) {
        var xml = new Xml().text("UserName", user).text(sort.idField(), id).text("Status", status);
        return switch (sort) {
            case CERTIFICATE -> xml.text("CertificateBody", "-").text("UploadDate", created);
            case SSH_KEY -> xml.text("UploadDate", created);
            case SERVICE ->
                xml.text("ServiceName", service)
                        .text("ServiceUserName", user + "-at-range")
                        .text("CreateDate", created);
        };
    }
}
