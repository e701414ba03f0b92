package dev.killswitch.source.falco;

import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.SourceSettings;
import dev.killswitch.alert.SourceSpec;
import dev.killswitch.alert.SourceSpec.ProofKind;
import dev.killswitch.config.Section;
import java.util.Set;

/** Falco's {@code http_output} with {@code json_output: true}, and Falcosidekick's webhook: one event a delivery. */
public final class FalcoSource implements AlertSource {
    private static final SourceSpec SPEC =
            new SourceSpec("falco", 1, Set.of(ProofKind.BEARER, ProofKind.API_KEY_HEADER, ProofKind.BASIC), 1 << 20);

    @Override
    public SourceSpec spec() {
        return SPEC;
    }

    @Override
    public Reader reader(SourceSettings settings, Section own) {
        return new FalcoReader(settings.scope());
    }
}
