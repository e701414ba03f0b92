package dev.killswitch.provider.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where an object, or all of a kind, stands under the API server's address. Made of checked names only. */
record ObjectPath(String text) {
    private static final Pattern SECRETS = Pattern.compile("/api/v1(/namespaces/[^/]+)?/secrets([/?].*)?");

    /** Of all namespaces, where {@code namespace} is empty. */
    static ObjectPath all(ResourceKind kind, Optional<String> namespace) {
        return new ObjectPath(kind.base()
                + namespace.map(one -> "/namespaces/" + checkedNamespace(one)).orElse("") + "/" + kind.plural());
    }

    static ObjectPath in(ResourceKind kind, String namespace, String name) {
        return all(kind, Optional.of(namespace)).below(kind, name);
    }

    static ObjectPath ofCluster(ResourceKind kind, String name) {
        return all(kind, Optional.empty()).below(kind, name);
    }

    static ObjectPath pod(String namespace, String name) {
        return in(ResourceKind.POD, namespace, name);
    }

    private ObjectPath below(ResourceKind kind, String name) {
        if (!kind.names(name)) {
            throw new IllegalArgumentException("not a name of a " + kind.word() + ", of length " + name.length());
        }
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return new ObjectPath(text + "/" + encoded);
    }

    /** Whether what stands here has contents that nobody may see, us included. */
    boolean isOfSecrets() {
        return SECRETS.matcher(text).matches();
    }

    ObjectPath part(String constant) {
        return new ObjectPath(text + "/" + constant);
    }

    /** With {@code name=value} in the query, encoded. */
    ObjectPath with(String name, String value) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return new ObjectPath(text + (text.contains("?") ? "&" : "?") + name + "=" + encoded);
    }

    private static String checkedNamespace(String namespace) {
        if (!Names.isNamespace(namespace)) {
            throw new IllegalArgumentException("not a namespace by RFC 1123, of length " + namespace.length());
        }
        return namespace;
    }
}
