package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CiliumIdentitiesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            ''                             | killswitch.dev/quarantine          | true
            ''                             | app                                | true
            ''                             | app.kubernetes.io/name             | true
            ''                             | kubernetes.io/anything             | false
            ''                             | k8s.io/anything                    | false
            ''                             | topology.beta.kubernetes.io/zone   | false
            ''                             | pod-template-hash                  | false
            ''                             | controller-revision-hash           | false
            ''                             | batch.kubernetes.io/controller-uid | false
            ''                             | statefulset.kubernetes.io/pod-name | false
            !killswitch                    | killswitch.dev/quarantine          | false
            k8s:app                        | app                                | true
            k8s:app                        | killswitch.dev/quarantine          | false
            k8s:app k8s:killswitch\\.dev    | killswitch.dev/quarantine          | true
            reserved:.*                    | killswitch.dev/quarantine          | false
            !kill killswitch\\.dev          | killswitch.dev/quarantine          | true
            app (                          | app                                | false
            """)
    void label_countsByThePatternsThatAreConfigured(String configured, String key, boolean counts) {
        assertThat(CiliumIdentities.of(configured).have(key)).isEqualTo(counts);
    }
}
