package dev.killswitch.provider.aws;

import dev.killswitch.action.Connection.Permissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What AWS's simulator says that we may do in one account. All that the tiers need is asked for together and remembered for
 * a moment: IAM answers an account's callers only so often, and those who act come first. Thread-safe.
 */
final class Rights {
    /** What somebody mended is seen again after that. */
    private static final Duration FRESH = Duration.ofSeconds(15);

    /** Until the next look that nobody asked for. */
    private static final Duration LOOKED = Duration.ofMinutes(10);

    /** After one that nobody answered. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final AwsAccount account;
    private final String region;
    private final Set<String> needed;
    private final Clock clock;
    private final Map<String, Said> said = new HashMap<>();
    private volatile @Nullable Permissions last;
    private volatile Instant due = Instant.MIN;

    /** @param needed what the actions of the tiers that are on declare */
    Rights(AwsAccount account, String region, Collection<String> needed, Clock clock) {
        this.account = account;
        this.region = region;
        this.needed = new TreeSet<>(needed);
        this.clock = clock;
    }

    private record Said(Instant at, boolean isAllowed) {}

    AccountId account() {
        return account.id();
    }

    /** Which of {@code permissions} we lack. */
    synchronized Permissions lacking(Collection<String> permissions, Instant deadline) {
        Instant now = clock.instant();
        said.values().removeIf(old -> !old.at().plus(FRESH).isAfter(now));
        if (!said.keySet().containsAll(permissions)) {
            var asked = new TreeSet<>(needed);
            asked.addAll(permissions);
            Optional<String> unanswered = ask(asked, deadline);
            if (unanswered.isPresent()) {
                return new Permissions.Unreachable("not measured: " + unanswered.get());
            }
        }
        return new Permissions.Known(permissions.stream()
                .filter(permission -> !Optional.ofNullable(said.get(permission))
                        .filter(Said::isAllowed)
                        .isPresent())
                .toList());
    }

    /** Whether it is time to look though nobody asks. */
    boolean isDue() {
        return !needed.isEmpty() && !due.isAfter(clock.instant());
    }

    /** Looks whether anything that is switched on lacks a permission. */
    void look(Instant deadline) {
        Permissions found = lacking(needed, deadline);
        last = found;
        due = clock.instant().plus(found instanceof Permissions.Known ? LOOKED : AGAIN);
    }

    /** What the last look found; empty before the first one. */
    Optional<Permissions> last() {
        return Optional.ofNullable(last);
    }

    /** Why there is no answer; empty where there is one, which is remembered then. */
    private Optional<String> ask(Set<String> permissions, Instant deadline) {
        Answer<Map<String, Said>> answer = switch (account.ourselves(deadline)) {
            case AwsAccount.Known self -> simulated(self, permissions, deadline);
            case AwsAccount.Elsewhere elsewhere -> new Answer.Away<>(elsewhere.why());
            case AwsAccount.Unknown unknown -> new Answer.Away<>(unknown.why());
        };
        return switch (answer) {
            case Answer.Got<Map<String, Said>> got -> {
                said.putAll(got.value());
                yield Optional.empty();
            }
            case Answer.None<Map<String, Said>> none -> Optional.of(none.why());
            case Answer.Forbidden<Map<String, Said>> no -> Optional.of("no permission " + no.permission());
            case Answer.Away<Map<String, Said>> away -> Optional.of(away.why());
        };
    }

    /** The simulator wants the ARN of the role, not of its session; and a path, which a session's ARN leaves out. */
    private Answer<Map<String, Said>> simulated(AwsAccount.Known self, Set<String> permissions, Instant deadline) {
        Optional<IamArn> arn = IamArn.parse(self.arn());
        if (arn.isEmpty()) {
            return new Answer.Away<>("only a user or a role can be asked about");
        }
        var byScope = new LinkedHashMap<Scope, List<String>>();
        permissions.forEach(permission -> byScope.computeIfAbsent(Scope.of(permission), _ -> new ArrayList<>())
                .add(permission));
        return account.calls().find(arn.get().principal(), deadline).then(us -> {
            Answer<Map<String, Said>> all = new Answer.Got<>(new HashMap<>());
            for (Map.Entry<Scope, List<String>> one : byScope.entrySet()) {
                Scope scope = one.getKey().in(us.arn().split(":", 3)[1], region, account.id());
                all = all.then(so -> account.calls()
                        .denied(us.arn(), one.getValue(), scope, deadline)
                        .map(denied -> with(so, one.getValue(), denied)));
            }
            return all;
        });
    }

    private Map<String, Said> with(Map<String, Said> so, List<String> asked, List<String> denied) {
        Instant now = clock.instant();
        asked.forEach(permission -> so.put(permission, new Said(now, !denied.contains(permission))));
        return so;
    }
}
