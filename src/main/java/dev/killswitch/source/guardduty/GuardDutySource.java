package dev.killswitch.source.guardduty;

import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.ProofSettings;
import dev.killswitch.alert.SourceSettings;
import dev.killswitch.alert.SourceSpec;
import dev.killswitch.alert.SourceSpec.ProofKind;
import dev.killswitch.config.Section;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One finding a delivery. Its own key {@code clusters} maps the ARN of an EKS cluster to the connection that reaches it:
 * by ARN, since anybody's account can have a cluster of the same name.
 */
public final class GuardDutySource implements AlertSource {
    private static final SourceSpec SPEC = new SourceSpec(
            "guardduty",
            1,
            Set.of(ProofKind.SNS_SIGNATURE, ProofKind.BEARER, ProofKind.API_KEY_HEADER, ProofKind.BASIC),
            1 << 20);

    @Override
    public SourceSpec spec() {
        return SPEC;
    }

    @Override
    public Reader reader(SourceSettings settings, Section own) {
        Section section = own.section("clusters");
        Map<String, String> clusters = new TreeMap<>();
        for (String arn : section.names()) {
            if (!arn.matches("arn:aws[a-z-]*:eks:[a-z0-9-]+:[0-9]{12}:cluster/.+")) {
                section.problem(arn, arn, "the ARN of an EKS cluster");
            }
            clusters.put(arn, section.requiredText(arn));
        }
        Optional<String> topic =
                settings.proof() instanceof ProofSettings.Sns sns ? Optional.of(sns.topic()) : Optional.empty();
        return new GuardDutyReader(settings.scope(), clusters, topic);
    }
}
