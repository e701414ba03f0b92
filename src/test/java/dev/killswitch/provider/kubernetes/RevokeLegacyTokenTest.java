package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Inspected;
import org.junit.jupiter.api.Test;

/** On the range. */
class RevokeLegacyTokenTest extends RevokeLegacyTokenContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }

    @Test
    void secretThatNamesNoAccount_isRefused() {
        grounds()
                .admin()
                .merge(
                        targetPath(grounds(), target()),
                        "{\"type\":\"Opaque\",\"metadata\":{\"annotations\":{\"kubernetes.io/service-account.name\":null}}}");
        assertThat(action().inspect(call())).isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void namespaceCalledSecrets_hasPodsLikeAnyOther() {
        assertThat(new ObjectPath("/api/v1/namespaces/secrets/pods/a").isOfSecrets())
                .isFalse();
        assertThat(new ObjectPath("/api/v1/namespaces/secrets").isOfSecrets()).isFalse();
        assertThat(new ObjectPath("/api/v1/namespaces/shop/secrets/a").isOfSecrets())
                .isTrue();
        assertThat(new ObjectPath("/api/v1/secrets?limit=5").isOfSecrets()).isTrue();
    }
}
