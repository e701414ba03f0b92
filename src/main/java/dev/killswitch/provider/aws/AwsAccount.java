package dev.killswitch.provider.aws;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One account that a connection acts in, and who we are there. Thread-safe. */
final class AwsAccount {
    private final AccountId id;
    private final AwsCalls calls;
    /** Asks whom AWS takes the credentials for that the role is assumed with. */
    private final Function<Instant, Answer<AwsCalls.Caller>> base;

    private volatile @Nullable Known known;
    private volatile @Nullable String unreachable;
    private volatile String unknown = "sts:GetCallerIdentity has not been asked yet";

    private final Function<String, Ec2Calls> made;
    private final Map<String, Ec2Calls> ec2 = new ConcurrentHashMap<>();

    /** {@code made} makes the calls of EC2 in a region. */
    AwsAccount(
            AccountId id,
            AwsCalls calls,
            Function<Instant, Answer<AwsCalls.Caller>> base,
            Function<String, Ec2Calls> made) {
        this.id = id;
        this.calls = calls;
        this.base = base;
        this.made = made;
    }

    /** Who we are here. */
    sealed interface Ourselves {}

    /**
     * The names that are ourselves.
     *
     * @param arn the one that acts
     * @param instances those that we run on: the session of an instance's role is called like the instance
     */
    record Known(String arn, Set<IamArn> names, Set<String> instances) implements Ourselves {
        private static final Pattern OF_INSTANCE =
                Pattern.compile("arn:[^:]+:sts::[^:]+:assumed-role/[^/]+/(i-[0-9a-f]+)");

        Known {
            names = Set.copyOf(names);
            instances = Set.copyOf(instances);
        }

        static Known of(AwsCalls.Caller here, AwsCalls.Caller there) {
            List<String> arns = List.of(here.arn(), there.arn());
            return new Known(
                    here.arn(),
                    arns.stream().map(IamArn::parse).flatMap(Optional::stream).collect(Collectors.toSet()),
                    arns.stream()
                            .map(OF_INSTANCE::matcher)
                            .filter(Matcher::matches)
                            .map(found -> found.group(1))
                            .collect(Collectors.toSet()));
        }

        boolean is(AccountId account, Principal principal) {
            return names.stream()
                    .anyMatch(name ->
                            name.account().equals(account) && name.principal().equals(principal));
        }
    }

    /** The credentials speak for another account: nothing may be done with them in this one. */
    record Elsewhere(String why) implements Ourselves {}

    record Unknown(String why) implements Ourselves {}

    AccountId id() {
        return id;
    }

    AwsCalls calls() {
        return calls;
    }

    /** EC2 in {@code region}; the client is made when first used. */
    Ec2Calls ec2(String region) {
        return ec2.computeIfAbsent(region, made);
    }

    /** What was learnt before; calls nothing. */
    Optional<Known> known() {
        return Optional.ofNullable(known);
    }

    /** Whether we are known to run on that instance. */
    boolean isKnownToBeOurs(String instance) {
        return known().filter(self -> self.instances().contains(instance)).isPresent();
    }

    boolean isKnownToBeUs(Principal principal) {
        return known().filter(self -> self.is(id, principal)).isPresent();
    }

    /** What was learnt before, else asks. */
    Ourselves ourselves(Instant deadline) {
        Known before = known;
        return before == null ? learn(deadline) : before;
    }

    /** Why we do not know ourselves here, where that is so. */
    String unknown() {
        return "account " + id + ": " + unknown;
    }

    /** Why nobody answered when we last asked who we are; empty where somebody did, or nobody was asked. */
    Optional<String> unreachable() {
        return Optional.ofNullable(unreachable).map(why -> "account " + id + ": " + why);
    }

    /**
     * Asks who we are, and makes the other clients' first calls too, EC2's in {@code regions}: the first ever takes most of
     * a second.
     */
    void warm(List<String> regions, Instant deadline) {
        if (learn(deadline) instanceof Known self) {
            IamArn.parse(self.arn()).ifPresent(arn -> calls.find(arn.principal(), deadline));
            regions.forEach(region -> ec2(region).warm(deadline));
        }
    }

    /** Asks, also where it is known: the credentials may have been replaced since. */
    private Ourselves learn(Instant deadline) {
        Ourselves learnt =
                switch (calls.caller(deadline).then(here -> base.apply(deadline).map(there -> of(here, there)))) {
                    case Answer.Got<Ourselves> got -> got.value();
                    case Answer.None<Ourselves> none -> new Unknown(none.why());
                    case Answer.Forbidden<Ourselves> no -> new Unknown("no permission " + no.permission());
                    case Answer.Away<Ourselves> away -> new Unknown(away.why());
                };
        unreachable = learnt instanceof Unknown silent ? silent.why() : null;
        switch (learnt) {
            case Known fresh -> known = fresh;
            case Elsewhere elsewhere -> {
                known = null;
                unknown = elsewhere.why();
            }
            // What was known stays known: who does not answer now has not become another.
            case Unknown away -> unknown = away.why();
        }
        return learnt;
    }

    private Ourselves of(AwsCalls.Caller here, AwsCalls.Caller there) {
        if (!here.account().equals(id)) {
            return new Elsewhere("the credentials for account " + id + " speak for account " + here.account());
        }
        if (here.arn().contains(":federated-user/") || there.arn().contains(":federated-user/")) {
            return new Unknown("credentials of GetFederationToken do not say whose they are; use a role");
        }
        return Known.of(here, there);
    }
}
