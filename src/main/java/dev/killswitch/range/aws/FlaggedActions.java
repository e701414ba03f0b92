package dev.killswitch.range.aws;

import dev.killswitch.range.aws.AccountState.User;
import dev.killswitch.range.aws.Flagged.Sort;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The API's actions on signing certificates, SSH keys and service-specific credentials. */
record FlaggedActions(AccountState state, Clock clock) {
    private static final List<String> STATUSES = List.of("Active", "Inactive", "Expired");

    /** Empty where the action is about something else. */
    Optional<Said> take(Call call, Function<Function<User, Said>, Said> onUser) {
        Optional<Sort> about = Sort.of(call.action());
        if (about.isEmpty()) {
            return Optional.empty();
        }
        Sort sort = about.get();
        if (call.action().startsWith("List")) {
            return Optional.of(
                    call.text("AllUsers").equals("true") ? all(sort) : onUser.apply(user -> list(sort, user)));
        }
        if (call.action().startsWith("Update")) {
            return Optional.of(onUser.apply(user -> update(call, sort, user)));
        }
        if (call.action().startsWith("Delete")) {
            return Optional.of(onUser.apply(user -> delete(call, sort, user)));
        }
        return call.action().startsWith("Upload") || call.action().startsWith("Create")
                ? Optional.of(onUser.apply(user -> create(call, sort, user)))
                : Optional.empty();
    }

    private Said all(Sort sort) {
        return Said.listed(
                sort.list(),
                state.users().values().stream()
                        .flatMap(user -> of(sort, user).stream().map(one -> one.xml(user.name())))
                        .toList());
    }

    private static Said list(Sort sort, User user) {
        return Said.listed(
                sort.list(),
                of(sort, user).stream().map(one -> one.xml(user.name())).toList());
    }

    private static List<Flagged> of(Sort sort, User user) {
        return user.flagged().stream().filter(one -> one.sort() == sort).toList();
    }

    private Said update(Call call, Sort sort, User user) {
        String status = call.text("Status");
        if (!STATUSES.contains(status)) {
            return Said.wrong("Status must be one of " + STATUSES);
        }
        return changed(call, sort, user, one -> Optional.of(one.with(status)));
    }

    private Said delete(Call call, Sort sort, User user) {
        return changed(call, sort, user, _ -> Optional.empty());
    }

    private Said changed(Call call, Sort sort, User user, Function<Flagged, Optional<Flagged>> change) {
        String id = call.text(sort.idField());
        if (user.flagged().stream().noneMatch(one -> one.isOf(sort, id))) {
            return Said.noSuch(sort.element(), id);
        }
        put(user.withFlagged(user.flagged().stream()
                .flatMap(one -> (one.isOf(sort, id) ? change.apply(one) : Optional.of(one)).stream())
                .toList()));
        return Said.done();
    }

    private Said create(Call call, Sort sort, User user) {
        String service = call.text("ServiceName");
        long has = of(sort, user).stream()
                .filter(one -> one.service().equals(service))
                .count();
        if (has >= sort.quota()) {
            return Said.limit("Cannot exceed quota for " + sort.list() + "PerUser: " + sort.quota());
        }
        String now = clock.instant().toString();
        var made = new Flagged(
                sort,
                Ids.unique(sort.prefix(), user.name() + " " + user.flagged().size() + " " + now),
                service,
                "Active",
                now);
        var all = new ArrayList<>(user.flagged());
        all.add(made);
        put(user.withFlagged(all));
        return new Said.Well(new Xml().inside(sort.element(), made.xml(user.name())));
    }

    private void put(User user) {
        state.users().put(user.name(), user);
    }
}
