package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Outcome;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Parent;
import software.amazon.awssdk.services.organizations.model.ParentType;
import software.amazon.awssdk.services.organizations.model.PolicyTargetSummary;
import software.amazon.awssdk.services.organizations.model.TargetType;

/** The calls on the one prepared policy of an organization. Thread-safe; {@link #turn} keeps two of ours apart. */
final class SlotCalls {
    /** Organizational units go five deep. */
    private static final int DEPTH_MAX = 7;

    private final OrganizationsClient organizations;
    private final String policy;
    private final Exchange exchange;
    private final ReentrantLock turn = new ReentrantLock();

    SlotCalls(OrganizationsClient organizations, String policy, Exchange exchange) {
        this.organizations = organizations;
        this.policy = policy;
        this.exchange = exchange;
    }

    /**
     * What the policy says.
     *
     * @param management the account that it belongs to, which it does not bind
     */
    record Slot(AccountId management, JsonNode document) {}

    String policy() {
        return policy;
    }

    /** The document is written whole, so that whoever reads it to write it holds this. */
    ReentrantLock turn() {
        return turn;
    }

    Answer<Slot> read(Instant deadline) {
        Answer<Slot> answer = exchange.read("organizations:DescribePolicy", deadline, limits -> {
            var said = organizations
                    .describePolicy(r -> r.policyId(policy).overrideConfiguration(limits))
                    .policy();
            // arn:aws:organizations::<management>:policy/o-…/service_control_policy/p-…
            String[] arn = Exchange.sent(said.policySummary().arn()).split(":", 6);
            return new Slot(new AccountId(arn[4]), DenyDocument.parsed(Exchange.sent(said.content())));
        });
        return answer instanceof Answer.None<Slot>
                ? new Answer.Away<>("the organization has no policy " + policy + ": prepare it")
                : answer;
    }

    Outcome write(JsonNode document, Instant deadline) {
        return exchange.write(
                "organizations:UpdatePolicy",
                deadline,
                limits -> organizations.updatePolicy(
                        r -> r.policyId(policy).content(document.toString()).overrideConfiguration(limits)));
    }

    /** Whether it is attached to {@code account} or to something above it. */
    Answer<Boolean> binds(AccountId account, Instant deadline) {
        return targets(deadline).then(targets -> {
            if (targets.contains(account.digits()) || targets.contains(TargetType.ROOT.toString())) {
                return new Answer.Got<>(true);
            }
            return targets.isEmpty() ? new Answer.Got<>(false) : binds(account.digits(), targets, deadline);
        });
    }

    private Answer<Boolean> binds(String account, Set<String> targets, Instant deadline) {
        String child = account;
        for (int depth = 0; depth < DEPTH_MAX; depth++) {
            String of = child;
            Answer<Parent> parent = exchange.read(
                    "organizations:ListParents",
                    deadline,
                    limits -> organizations
                            .listParents(r -> r.childId(of).overrideConfiguration(limits))
                            .parents()
                            .getFirst());
            if (!(parent instanceof Answer.Got<Parent> got)) {
                return parent.map(_ -> false);
            }
            if (targets.contains(got.value().id())) {
                return new Answer.Got<>(true);
            }
            if (got.value().type() == ParentType.ROOT) {
                return new Answer.Got<>(false);
            }
            child = got.value().id();
        }
        return new Answer.Away<>("organizations:ListParents has no end");
    }

    /** The ids of what it is attached to; the root by its type, too, since there is one. */
    private Answer<Set<String>> targets(Instant deadline) {
        Answer<List<PolicyTargetSummary>> all =
                exchange.pages("organizations:ListTargetsForPolicy", deadline, (limits, marker) -> {
                    var said = organizations.listTargetsForPolicy(
                            r -> r.policyId(policy).nextToken(marker).overrideConfiguration(limits));
                    @Nullable String next = said.nextToken();
                    return new Exchange.Page<>(said.targets(), next);
                });
        return all.map(found -> {
            var ids = new HashSet<String>();
            found.forEach(target -> {
                ids.add(Exchange.sent(target.targetId()));
                if (target.type() == TargetType.ROOT) {
                    ids.add(TargetType.ROOT.toString());
                }
            });
            return ids;
        });
    }
}
