package dev.killswitch.provider.aws;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Connection.Checked;
import dev.killswitch.action.Connection.Permissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** What we may do in each account of a connection. Thread-safe. */
final class OwnRights {
    private final List<ActionSpec> switchedOn;
    private final List<Rights> all;
    private final AtomicBoolean looking = new AtomicBoolean();

    OwnRights(List<AwsAccount> accounts, AwsSettings settings, Clock clock) {
        this.switchedOn = AwsProvider.ACTIONS.stream()
                .filter(spec -> settings.tiers().contains(spec.tier()))
                .toList();
        var needed = new TreeSet<String>();
        switchedOn.forEach(spec -> needed.addAll(inAccount(spec)));
        this.all = accounts.stream()
                .map(account -> new Rights(account, settings.region(), needed, clock))
                .toList();
    }

    /** Side by side, so that one account that does not answer keeps no other waiting; each ends by the deadline. */
    SortedMap<String, Permissions> byAccount(ActionSpec spec, Instant deadline) {
        var said = new ConcurrentSkipListMap<String, Permissions>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            all.forEach(rights ->
                    each.execute(() -> said.put(rights.account().digits(), rights.lacking(inAccount(spec), deadline))));
        }
        return said;
    }

    /** Those of an organization are another role's, in another account: nobody is asked about them. */
    private static List<String> inAccount(ActionSpec spec) {
        return spec.permissions().stream()
                .filter(permission -> !permission.startsWith("organizations:"))
                .toList();
    }

    /** In all of them together; not known where it is not known of one. */
    Permissions lacking(ActionSpec spec, Instant deadline) {
        var missing = new ArrayList<String>();
        for (Map.Entry<String, Permissions> one : byAccount(spec, deadline).entrySet()) {
            switch (one.getValue()) {
                case Permissions.Known known ->
                    known.missing().forEach(permission -> missing.add(permission + " in account " + one.getKey()));
                case Permissions.Unreachable away -> {
                    return new Permissions.Unreachable("account " + one.getKey() + ": " + away.why());
                }
            }
        }
        return new Permissions.Known(missing);
    }

    /** Looks at one account where it is time to: all at once would be many calls. */
    void tend(Instant deadline) {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            all.stream().filter(Rights::isDue).findFirst().ifPresent(rights -> rights.look(deadline));
        } finally {
            looking.set(false);
        }
    }

    Checked checked() {
        var missing = new ArrayList<String>();
        var unmeasured = new TreeMap<String, String>();
        for (Rights rights : all) {
            String where = "account " + rights.account();
            rights.last().ifPresent(last -> {
                switch (last) {
                    case Permissions.Known known -> missing.addAll(lacking(known.missing(), where));
                    case Permissions.Unreachable away -> unmeasured.put(where, away.why());
                }
            });
        }
        return new Checked(
                missing,
                unmeasured.entrySet().stream()
                        .map(one -> one.getKey() + ": " + one.getValue())
                        .toList());
    }

    private List<String> lacking(List<String> missing, String where) {
        return switchedOn.stream()
                .filter(spec -> spec.permissions().stream().anyMatch(missing::contains))
                .map(spec -> spec.name() + " lacks "
                        + String.join(
                                ", ",
                                spec.permissions().stream()
                                        .filter(missing::contains)
                                        .toList())
                        + " in " + where)
                .toList();
    }
}
