package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Outcome;
import java.time.Instant;
import software.amazon.awssdk.services.iam.IamClient;

/** The calls on who may assume a role. Thread-safe. */
final class TrustCalls {
    private final IamClient iam;
    private final Exchange exchange;

    TrustCalls(IamClient iam, Exchange exchange) {
        this.iam = iam;
        this.exchange = exchange;
    }

    /** A live role with its trust policy. */
    record Trusting(AwsCalls.Holder role, JsonNode document) {}

    Answer<Trusting> of(RoleName name, Instant deadline) {
        return exchange.read("iam:GetRole", deadline, limits -> {
            var said = iam.getRole(r -> r.roleName(name.name()).overrideConfiguration(limits))
                    .role();
            var role = new AwsCalls.Holder(name, Exchange.sent(said.roleId()), Exchange.sent(said.arn()));
            return new Trusting(role, DenyDocument.parsed(InlineCalls.decoded(said.assumeRolePolicyDocument())));
        });
    }

    Outcome set(RoleName name, JsonNode document, Instant deadline) {
        return exchange.write(
                "iam:UpdateAssumeRolePolicy",
                deadline,
                limits -> iam.updateAssumeRolePolicy(r -> r.roleName(name.name())
                        .policyDocument(document.toString())
                        .overrideConfiguration(limits)));
    }
}
