package dev.killswitch.provider.aws;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Provider;
import dev.killswitch.config.Section;
import java.time.Clock;
import java.util.List;

/** Accounts of AWS: users, roles and access keys. */
public final class AwsProvider implements Provider {
    @Override
    public String kind() {
        return "aws";
    }

    @Override
    public List<ActionSpec> actions() {
        return List.of(DenyUser.SPEC, DenyRole.SPEC, DisableAccessKey.SPEC);
    }

    @Override
    public Connection open(String name, Section settings, Clock clock) {
        return new AwsConnection(name, AwsSettings.read(settings), clock);
    }
}
