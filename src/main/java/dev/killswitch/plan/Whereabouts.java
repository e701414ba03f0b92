package dev.killswitch.plan;

import dev.killswitch.action.Reference;
import dev.killswitch.alert.AwsArn;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.EntityIds;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the connection that a named thing is in: by the scope that configuration gave the source, or by the account that
 * the thing's own id or a structured field says. A name alone leads nowhere: every cluster has a pod of that name.
 */
final class Whereabouts {
    private static final String CONNECTION = "connection";
    private static final String ACCOUNT = "account";
    private static final String KEY = "aws.access-key";

    /** Names that mean another thing in another account. */
    private static final Map<String, String> NAMED_WITHIN_ACCOUNT = Map.of("aws.user", "user", "aws.role", "role");

    /** Ids that mean one thing whatever the account. */
    private static final Set<String> NAMED_FOR_ALL = Set.of(KEY, "aws.session", "aws.service-credential");

    private final Map<String, ConnectionSettings> connections;
    private final AccountOf accounts;

    Whereabouts(Map<String, ConnectionSettings> connections, AccountOf accounts) {
        this.connections = connections;
        this.accounts = accounts;
    }

    /**
     * A thing, and where it is.
     *
     * @param thing in the connection that is called nothing where it is not known
     * @param lost why it is not known where
     */
    record Found(Reference thing, Optional<String> lost) {}

    /** Of something that means another thing a moment later, the time goes with it: when it was so, as the alert says. */
    Found find(Entity entity, @Nullable Instant occurred) {
        return find(EntityIds.isOfItsTime(entity.kind(), entity.id()) ? at(entity, occurred) : entity);
    }

    private static Entity at(Entity entity, @Nullable Instant occurred) {
        var scope = new HashMap<>(entity.scope());
        scope.put("at", occurred == null ? "unknown" : occurred.toString());
        return new Entity(entity.kind(), entity.id(), scope, entity.role(), entity.trust(), entity.path());
    }

    Found find(Entity entity) {
        String account = account(entity);
        String named = entity.scope().get(CONNECTION);
        List<ConnectionSettings> fitting = connections.values().stream()
                .filter(connection -> connection.holds(entity.kind()))
                .filter(connection -> named == null
                        ? reaches(connection, entity.kind(), account)
                        : connection.name().equals(named) && mayReach(connection, account))
                .toList();
        return fitting.size() == 1
                ? new Found(reference(entity, account, fitting.getFirst()), Optional.empty())
                : new Found(
                        reference("", entity.id(), entity, account),
                        Optional.of(lost(entity, account, fitting.size())));
    }

    /**
     * What the id says wins over what the sender says, and so does the key that it was done with: the key of one account can
     * be used in another, and that is where the sender saw it.
     */
    private @Nullable String account(Entity entity) {
        return accounts.account(entity.kind(), entity.id())
                .or(() -> AwsArn.parse(entity.id()).map(AwsArn::account).filter(text -> !text.isEmpty()))
                .or(() -> Optional.ofNullable(entity.scope().get("access-key"))
                        .flatMap(key -> accounts.account(KEY, key)))
                .orElse(entity.scope().get(ACCOUNT));
    }

    /** Where no connection is named: one that is told apart by its accounts. */
    private static boolean reaches(ConnectionSettings connection, String kind, @Nullable String account) {
        return account == null
                ? NAMED_FOR_ALL.contains(kind) && !connection.accounts().isEmpty()
                : connection.accounts().contains(account);
    }

    /** Where the connection is named: one without accounts, such as a cluster, is it for sure. */
    private static boolean mayReach(ConnectionSettings connection, @Nullable String account) {
        return account == null
                || connection.accounts().isEmpty()
                || connection.accounts().contains(account);
    }

    private static Reference reference(Entity entity, @Nullable String account, ConnectionSettings connection) {
        String resource = NAMED_WITHIN_ACCOUNT.get(entity.kind());
        String id =
                resource == null || account == null ? entity.id() : oneName(entity.id(), resource, account, connection);
        return reference(connection.name(), id, entity, account);
    }

    /**
     * However senders write it, one thing has one name: it is one thing to budgets, and one to whoever waits for its turn.
     * A path is no part of it, since a name means one thing in its account. Among several accounts it would mean one thing
     * in each, so there the account goes with it.
     */
    private static String oneName(String id, String resource, String account, ConnectionSettings connection) {
        Optional<AwsArn> arn = AwsArn.parse(id).filter(found -> found.resource().startsWith(resource + "/"));
        String name = arn.map(AwsArn::name).orElse(id);
        if (connection.accounts().size() <= 1 || (arn.isEmpty() && id.startsWith("arn:"))) {
            return name;
        }
        return "arn:" + arn.map(AwsArn::partition).orElse("aws") + ":iam::" + account + ":" + resource + "/" + name;
    }

    private static Reference reference(String connection, String id, Entity entity, @Nullable String account) {
        var scope = new HashMap<>(entity.scope());
        scope.remove(CONNECTION);
        if (account != null) {
            scope.put(ACCOUNT, account);
        }
        return new Reference(connection, entity.kind(), id, scope);
    }

    private String lost(Entity entity, @Nullable String account, int fitting) {
        String what = entity.kind() + "/" + Shown.of(entity.id());
        String named = entity.scope().get(CONNECTION);
        if (fitting > 1) {
            return what + " could be in " + fitting + " connections: give the source one in its scope";
        }
        if (named != null) {
            String where = account == null ? "" : " in account " + Shown.of(account);
            return what + where + " is not in connection " + Shown.of(named) + ", which its source speaks for";
        }
        return account == null
                ? what + " is in no connection that its source says: give the source one in its scope"
                : what + " is in account " + Shown.of(account) + ", where no connection acts";
    }
}
