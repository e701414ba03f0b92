package dev.killswitch.source.alertmanager;

import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.SourceSettings;
import dev.killswitch.alert.SourceSpec;
import dev.killswitch.alert.SourceSpec.ProofKind;
import dev.killswitch.config.Section;
import java.util.Set;

/** Version 4 of its webhook. The limit is our choice: by default Alertmanager itself has none. */
public final class AlertmanagerSource implements AlertSource {
    private static final SourceSpec SPEC = new SourceSpec(
            "alertmanager", 1, Set.of(ProofKind.BEARER, ProofKind.API_KEY_HEADER, ProofKind.BASIC), 4 << 20);

    @Override
    public SourceSpec spec() {
        return SPEC;
    }

    @Override
    public Reader reader(SourceSettings settings, Section own) {
        return new AlertmanagerReader(settings.scope(), LabelMapping.read(own));
    }
}
