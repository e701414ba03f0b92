package dev.killswitch.range.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that the account consists of, in the form in which it is kept. */
record AccountState(
        SortedMap<String, User> users,
        SortedMap<String, Role> roles,
        SortedMap<String, Session> sessions,
        @Nullable Machines machines,
        @Nullable SortedMap<String, String> policies) {
    AccountState {
        // An older range wrote down none.
        machines = machines == null ? Machines.fresh() : machines;
        policies = policies == null ? new TreeMap<>() : policies;
    }

    @Override
    public Machines machines() {
        return Objects.requireNonNull(machines);
    }

    /** Those of the organization, by their ids. */
    @Override
    public SortedMap<String, String> policies() {
        return Objects.requireNonNull(policies);
    }

    static final String RESPONDER = "Responder";
    /** Who may assume the responder's role, and nothing else. */
    static final String HUB = "killswitch-hub";
    /** Who may do everything. */
    static final String BREAK_GLASS = "break-glass";

    /** Names the policy that denies everything; the only one that the responder may attach. */
    static final String DENY_ALL = "arn:aws:iam::aws:policy/AWSDenyAll";

    record Key(String id, String status, String created) {}

    /** The keys in order of age; {@code policies} are ARNs, and so is {@code boundary} where it is not blank; an older range wrote down no more than these. */
    record User(
            String name,
            String path,
            String id,
            String created,
            List<Key> keys,
            SortedSet<String> policies,
            List<Flagged> flagged,
            SortedMap<String, String> inline,
            String boundary) {
        User {
            flagged = flagged == null ? List.of() : List.copyOf(flagged);
            inline = Inline.kept(inline);
            boundary = boundary == null ? "" : boundary;
        }

        User withKeys(List<Key> others) {
            return new User(name, path, id, created, List.copyOf(others), policies, flagged, inline, boundary);
        }

        User withFlagged(List<Flagged> others) {
            return new User(name, path, id, created, keys, policies, others, inline, boundary);
        }

        User named(String other) {
            return new User(other, path, id, created, keys, policies, flagged, inline, boundary);
        }

        User bound(String arn) {
            return new User(name, path, id, created, keys, policies, flagged, inline, arn);
        }

        String arn(String account) {
            return "arn:aws:iam::" + account + ":user" + path + name;
        }
    }

    record Role(
            String name,
            String path,
            String id,
            String created,
            SortedSet<String> policies,
            SortedMap<String, String> inline,
            String trust,
            String boundary) {
        Role {
            inline = Inline.kept(inline);
            trust = trust == null ? Trust.OF_THE_FIRST_DAY : trust;
            boundary = boundary == null ? "" : boundary;
        }

        Role trusting(String document) {
            return new Role(name, path, id, created, policies, inline, document, boundary);
        }

        Role bound(String arn) {
            return new Role(name, path, id, created, policies, inline, trust, arn);
        }

        String arn(String account) {
            return "arn:aws:iam::" + account + ":role" + path + name;
        }

        /** What AWS keeps for itself. */
        boolean reserved() {
            return path.startsWith("/aws-service-role/") || path.startsWith("/aws-reserved/");
        }
    }

    /** Temporary credentials of a role; {@code issued} is blank in what an older range wrote down. */
    record Session(String role, String name, String issued) {
        Session {
            issued = issued == null ? "" : issued;
        }
    }

    /** The account as it is on the first day. */
    static AccountState fresh(String account, String now) {
        var state =
                new AccountState(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Machines.fresh(), new TreeMap<>());
        state.user(account, "alice", now, 1);
        state.user(account, "ci-deployer", now, 2);
        state.flagged("ci-deployer", Flagged.Sort.SSH_KEY, "", now);
        state.flagged("ci-deployer", Flagged.Sort.SERVICE, "bedrock.amazonaws.com", now);
        state.user(account, BREAK_GLASS, now, 1);
        state.user(account, HUB, now, 1);
        state.role("batch", "/", now);
        state.role(RESPONDER, "/killswitch/", now);
        state.role("AWSServiceRoleForSupport", "/aws-service-role/support.amazonaws.com/", now);
        state.role("AWSReservedSSO_Operator_0123456789abcdef", "/aws-reserved/sso.amazonaws.com/", now);
        return state;
    }

    private void user(String account, String name, String now, int keys) {
        var made = new ArrayList<Key>();
        for (int number = 1; number <= keys; number++) {
            made.add(new Key(Ids.key("AKIA", account, name + " " + number), "Active", now));
        }
        users.put(
                name,
                new User(
                        name,
                        "/",
                        Ids.unique("AIDA", name),
                        now,
                        made,
                        new TreeSet<>(),
                        List.of(),
                        new TreeMap<>(),
                        ""));
    }

    private void flagged(String user, Flagged.Sort sort, String service, String now) {
        users.computeIfPresent(user, (_, one) -> {
            var all = new ArrayList<>(one.flagged());
            all.add(new Flagged(sort, Ids.unique(sort.prefix(), user + " " + sort), service, "Active", now));
            return one.withFlagged(all);
        });
    }

    private void role(String name, String path, String now) {
        var role = new Role(
                name,
                path,
                Ids.unique("AROA", name),
                now,
                new TreeSet<>(),
                new TreeMap<>(),
                Trust.OF_THE_FIRST_DAY,
                "");
        roles.put(name, role);
    }

    Optional<User> ownerOf(String keyId) {
        return users.values().stream()
                .filter(user -> user.keys().stream().anyMatch(key -> key.id().equals(keyId)))
                .findFirst();
    }
}
