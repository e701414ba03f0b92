package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitOpsOwnersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{'annotations':{'argocd.argoproj.io/tracking-id':'shop:apps/Deployment:shop/web'}} | argocd/Application/shop",
                "{'annotations':{'argocd.argoproj.io/tracking-id':'team-a_shop:apps/Deployment:shop/web'}} | team-a/Application/shop",
                "{'labels':{'argocd.argoproj.io/instance':'shop'}} | argocd/Application/shop",
                "{'labels':{'kustomize.toolkit.fluxcd.io/name':'shop','kustomize.toolkit.fluxcd.io/namespace':'flux'}} | flux/Kustomization/shop",
                "{'labels':{'helm.toolkit.fluxcd.io/name':'shop','helm.toolkit.fluxcd.io/namespace':'flux'}} | flux/HelmRelease/shop",
                "{'labels':{'helm.toolkit.fluxcd.io/name':'shop'}} | -",
                "{'labels':{'argocd.argoproj.io/instance':'../../x'}} | -",
                "{'annotations':{'argocd.argoproj.io/tracking-id':'say: anything'}} | argocd/Application/say",
                "{} | -",
            })
    void mark_namesWhatToHold_andNothingThatIsNoName(String metadata, String id) throws JsonProcessingException {
        var object = KubernetesCalls.JSON.readTree("{\"metadata\":" + metadata.replace('\'', '"') + "}");
        assertThat(GitOpsOwners.of(object)).isEqualTo(id == null ? List.of() : List.of(id));
    }
}
