package dev.killswitch.web;

import dev.killswitch.web.People.Issuer;
import io.smallrye.jwt.KeyFormat;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** Which tokens are believed: decided when the service starts, where Quarkus would fix it when it is built. */
final class JwtTrust {
    /** Seconds by which clocks may differ. */
    private static final int SKEW_MAX = 30;

    /** Minutes after which a provider's keys are fetched again, and the least between two that a new key id asks for. */
    private static final int KEYS_FRESH = 60;

    private static final int KEYS_FORCED = 1;

    /**
     * Minutes until a provider that does not answer is asked again. Until it answers the keys that it published last are
     * believed: its outage is no reason to take the switch out of people's hands.
     */
    private static final int KEYS_RETAINED = 5;

    JwtTrust() {}

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    static JWTAuthContextInfo trusted(Product product) {
        JWTAuthContextInfo trust = switch (product.people().issuer()) {
            case Issuer.Local local -> local(local);
            case Issuer.Remote remote -> remote(remote);
        };
        trust.setClockSkew(SKEW_MAX);
        trust.setRequireNamedPrincipal(true);
        return trust;
    }

    private static JWTAuthContextInfo local(Issuer.Local local) {
        var trust = new JWTAuthContextInfo(local.key(), local.name());
        trust.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        return trust;
    }

    private static JWTAuthContextInfo remote(Issuer.Remote remote) {
        var trust = new JWTAuthContextInfo(remote.jwks().toString(), remote.name());
        trust.setKeyFormat(KeyFormat.JWK);
        trust.setSignatureAlgorithm(Set.of(
                SignatureAlgorithm.RS256,
                SignatureAlgorithm.RS384,
                SignatureAlgorithm.RS512,
                SignatureAlgorithm.PS256,
                SignatureAlgorithm.ES256,
                SignatureAlgorithm.ES384,
                SignatureAlgorithm.EDDSA));
        trust.setJwksRefreshInterval(KEYS_FRESH);
        trust.setForcedJwksRefreshInterval(KEYS_FORCED);
        trust.setJwksRetainCacheOnErrorDuration(KEYS_RETAINED);
        if (!remote.audiences().isEmpty()) {
            trust.setExpectedAudience(Set.copyOf(remote.audiences()));
        }
        return trust;
    }
}
