package dev.killswitch.source.generic;

import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.Parsed;
import dev.killswitch.alert.SourceSettings;
import dev.killswitch.alert.SourceSpec;
import dev.killswitch.alert.SourceSpec.ProofKind;
import dev.killswitch.config.Section;
import java.util.Set;

/** One alert a delivery, or one for each item of a list. The limit leaves room for the batches of Grafana. */
public final class GenericSource implements AlertSource {
    private static final SourceSpec SPEC = new SourceSpec(
            "generic",
            1,
            Set.of(ProofKind.BEARER, ProofKind.API_KEY_HEADER, ProofKind.BASIC, ProofKind.HMAC_SHA256),
            4 << 20);

    @Override
    public SourceSpec spec() {
        return SPEC;
    }

    @Override
    public Reader reader(SourceSettings settings, Section own) {
        return FieldMap.read(own)
                .<Reader>map(map -> new GenericReader(settings.scope(), map))
                .orElseGet(() -> delivery -> new Parsed.Malformed("byte 0", "no map to read it by"));
    }
}
