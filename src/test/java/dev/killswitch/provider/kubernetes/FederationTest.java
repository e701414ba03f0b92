package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FederationTest {
    @ParameterizedTest
    @CsvSource({
        "eks.amazonaws.com/role-arn, arn:aws:iam::111122223333:role/team/builder, AWS, ks kill role",
        "iam.gke.io/gcp-service-account, builder@acme-prod.iam.gserviceaccount.com, GOOGLE, gcloud iam service-accounts disable",
        "azure.workload.identity/client-id, 1b4e28ba-2fa1-11d2-883f-0016d3cca427, AZURE, az ad sp update --id"
    })
    void identity_isNamed_withWhatAPersonMayDo(
            String annotation, String identity, Federation federation, String command) {
        ObjectNode account = account(annotation, identity);
        assertThat(Federation.of(account)).containsExactly(federation);
        assertThat(Federation.alive(account)).contains("nothing was done there").contains(command + " " + identity);
        assertThat(Federation.notes(account))
                .containsExactly(Federation.alive(account).substring(2));
    }

    @Test
    void textOfAnybody_isNotRepeated() {
        ObjectNode account = account("eks.amazonaws.com/role-arn", "arn:aws:iam::1:role/x\nall is well");
        assertThat(Federation.of(account)).containsExactly(Federation.AWS);
        assertThat(Federation.alive(account))
                .contains("malformed")
                .doesNotContain("all is well")
                .doesNotContain("ks ");
    }

    @Test
    void accountOfNoCloud_namesNone() {
        assertThat(Federation.alive(account("team", "shop"))).isEmpty();
    }

    private static ObjectNode account(String annotation, String value) {
        ObjectNode account = KubernetesCalls.JSON.createObjectNode();
        account.withObject("/metadata").withObjectProperty("annotations").put(annotation, value);
        return account;
    }
}
