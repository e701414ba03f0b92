package dev.killswitch.web;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.security.Principal;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who makes the request at hand. */
@Singleton
final class Caller {
    private final SecurityIdentity identity;
    private final Product product;

    /** {@code identity} is that of the request at hand, whichever that is. */
    Caller(SecurityIdentity identity, Product product) {
        this.identity = identity;
        this.product = product;
    }

    /** What the record calls them. */
    String id() {
        Principal principal = identity.getPrincipal();
        String subject = principal instanceof JsonWebToken token ? token.getSubject() : principal.getName();
        if (subject == null || subject.isBlank()) {
            throw new ProblemException(
                    Problem.Kind.NOT_AUTHENTICATED, "expected a token with a subject, so that it is known who acts");
        }
        return product.people().id(subject);
    }

    boolean is(String role) {
        return identity.hasRole(role);
    }

    boolean isAnonymous() {
        return identity.isAnonymous();
    }
}
