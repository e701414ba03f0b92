package dev.killswitch.range.aws;

import dev.killswitch.range.aws.AccountState.Role;
import dev.killswitch.range.aws.AccountState.Session;
import dev.killswitch.range.aws.AccountState.User;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The API's actions, for one caller who may call them. */
record Actions(String account, AccountState state, Caller caller, Clock clock) {
    /** AWS's own quotas. */
    private static final int KEYS_MAX = 2;

    private static final int POLICIES_MAX = 10;
    private static final int USER_CHARS_MAX = 2_048;
    private static final int ROLE_CHARS_MAX = 10_240;
    private static final Duration SESSION = Duration.ofHours(1);
    private static final List<String> STATUSES = List.of("Active", "Inactive", "Expired");

    Said take(Call call) {
        return switch (call.action()) {
            case "GetCallerIdentity" -> callerIdentity();
            case "AssumeRole" -> assumeRole(call);
            case "GetAccessKeyInfo" -> new Said.Well(new Xml().text("Account", account));
            case "GetAccessKeyLastUsed" -> keyLastUsed(call);
            case "ListAccessKeys" -> onUser(call, this::keys);
            case "UpdateAccessKey" -> onUser(call, user -> update(call, user));
            case "CreateAccessKey" -> onUser(call, this::createKey);
            case "DeleteAccessKey" -> onUser(call, user -> deleteKey(call, user));
            case "GetUser" -> onUser(call, user -> new Said.Well(new Xml().inside("User", xml(user))));
            case "CreateUser" -> createUser(call);
            case "UpdateUser" -> onUser(call, user -> rename(call, user));
            case "DeleteUser" -> onUser(call, this::deleteUser);
            case "ListUsers" ->
                Said.listed(
                        "Users", state.users().values().stream().map(this::xml).toList());
            case "GetRole" -> onRole(call, role -> new Said.Well(new Xml().inside("Role", xml(role))));
            case "CreateRole" -> createRole(call);
            case "DeleteRole" -> onRole(call, this::deleteRole);
            case "ListRoles" ->
                Said.listed(
                        "Roles", state.roles().values().stream().map(this::xml).toList());
            case "ListAttachedUserPolicies" -> onUser(call, user -> policies(user.policies()));
            case "ListAttachedRolePolicies" -> onRole(call, role -> policies(role.policies()));
            case "AttachUserPolicy" -> onUser(call, user -> attach(call, user.policies()));
            case "DetachUserPolicy" -> onUser(call, user -> detach(call, user.policies()));
            case "AttachRolePolicy" -> onRole(call, role -> unlessReserved(role, () -> attach(call, role.policies())));
            case "DetachRolePolicy" -> onRole(call, role -> unlessReserved(role, () -> detach(call, role.policies())));
            case "ListGroupsForUser" -> onUser(call, _ -> Said.listed("Groups", List.of()));
            case "ListMFADevices" -> onUser(call, _ -> Said.listed("MFADevices", List.of()));
            case "ListUserPolicies", "GetUserPolicy", "PutUserPolicy", "DeleteUserPolicy" ->
                onUser(call, user -> inside(user).take(call));
            case "ListRolePolicies", "GetRolePolicy" ->
                onRole(call, role -> inside(role).take(call));
            case "PutRolePolicy", "DeleteRolePolicy" ->
                onRole(call, role -> unlessReserved(role, () -> inside(role).take(call)));
            case "UpdateAssumeRolePolicy" -> onRole(call, role -> unlessReserved(role, () -> trust(call, role)));
            case "PutUserPermissionsBoundary", "DeleteUserPermissionsBoundary" ->
                onUser(call, user -> Boundary.set(call, user.boundary(), arn -> put(user.bound(arn))));
            case "PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary" ->
                onRole(call, role -> unlessReserved(role, () -> bound(call, role)));
            case "ListInstanceProfilesForRole" -> onRole(call, _ -> Said.listed("InstanceProfiles", List.of()));
            case "GetLoginProfile" -> onUser(call, user -> Said.noSuch("Login Profile for user", user.name()));
            case "SimulatePrincipalPolicy" -> simulate(call);
            default ->
                new FlaggedActions(state, clock)
                        .take(call, then -> onUser(call, then))
                        .orElseGet(() -> new Said.Failed(
                                400,
                                "InvalidAction",
                                "Could not find operation " + call.action() + " on the practice range"));
        };
    }

    private Said callerIdentity() {
        return new Said.Well(new Xml()
                .text("Arn", caller.arn(account))
                .text("UserId", caller.uid())
                .text("Account", account));
    }

    private Said assumeRole(Call call) {
        Optional<Role> role = state.roles().values().stream()
                .filter(one -> one.arn(account).equals(call.text("RoleArn")))
                .findFirst();
        String name = call.text("RoleSessionName");
        if (!name.matches("[A-Za-z0-9_+=,.@-]{2,64}")) {
            return Said.wrong("RoleSessionName must be 2 to 64 of A-Z a-z 0-9 _+=,.@-");
        }
        if (role.isEmpty() || !mayAssume(role.get())) {
            return new Said.Failed(403, "AccessDenied", "The role may not be assumed.");
        }
        String keyId = Ids.key("ASIA", account, role.get().name() + " " + name);
        var session = new Session(role.get().name(), name, clock.instant().toString());
        state.sessions().put(keyId, session);
        return new Said.Well(new Xml()
                .inside(
                        "Credentials",
                        new Xml()
                                .text("AccessKeyId", keyId)
                                .text("SecretAccessKey", "signatures-are-not-verified-here")
                                .text("SessionToken", "the-range-looks-at-the-key-id-only")
                                .text(
                                        "Expiration",
                                        clock.instant().plus(SESSION).toString()))
                .inside(
                        "AssumedRoleUser",
                        new Xml()
                                .text("Arn", new Caller.ARole(role.get(), session).arn(account))
                                .text("AssumedRoleId", role.get().id() + ":" + name)));
    }

    /** Who may do everything may assume any role but AWS's own. */
    private boolean mayAssume(Role role) {
        return !Trust.isClosed(role.trust()) && (role.name().equals(AccountState.RESPONDER) || isTrusted(role));
    }

    private boolean isTrusted(Role role) {
        return (caller instanceof Caller.AUser(User user)
                && user.name().equals(AccountState.BREAK_GLASS)
                && !role.reserved());
    }

    private Said keyLastUsed(Call call) {
        String keyId = call.text("AccessKeyId");
        var never = new Xml()
                .inside(
                        "AccessKeyLastUsed",
                        new Xml().text("ServiceName", "N/A").text("Region", "N/A"));
        if (keyId.equals(PracticeAccount.rootKeyId())) {
            return new Said.Well(never);
        }
        return state.ownerOf(keyId)
                .<Said>map(user -> new Said.Well(never.text("UserName", user.name())))
                .orElseGet(() -> Said.noSuch("Access Key", keyId));
    }

    private Said keys(User user) {
        return Said.listed(
                "AccessKeyMetadata",
                user.keys().stream()
                        .map(key -> new Xml().text("UserName", user.name()).add(xml(key)))
                        .toList());
    }

    private Said update(Call call, User user) {
        String keyId = call.text("AccessKeyId");
        String status = call.text("Status");
        if (!STATUSES.contains(status)) {
            return Said.wrong("Status must be one of " + STATUSES);
        }
        if (user.keys().stream().noneMatch(key -> key.id().equals(keyId))) {
            return Said.noSuch("Access Key", keyId);
        }
        put(user.withKeys(user.keys().stream()
                .map(key -> key.id().equals(keyId) ? new AccountState.Key(keyId, status, key.created()) : key)
                .toList()));
        return Said.done();
    }

    private Said createKey(User user) {
        if (user.keys().size() >= KEYS_MAX) {
            return Said.limit("Cannot exceed quota for AccessKeysPerUser: " + KEYS_MAX);
        }
        String id = IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> Ids.key("AKIA", account, user.name() + " " + number))
                .filter(candidate -> state.ownerOf(candidate).isEmpty())
                .findFirst()
                .orElseThrow();
        var key = new AccountState.Key(id, "Active", clock.instant().toString());
        var all = new ArrayList<>(user.keys());
        all.add(key);
        put(user.withKeys(all));
        return new Said.Well(new Xml()
                .inside(
                        "AccessKey",
                        new Xml()
                                .text("UserName", user.name())
                                .add(xml(key))
                                .text("SecretAccessKey", "signatures-are-not-verified-here")));
    }

    private Said deleteKey(Call call, User user) {
        String keyId = call.text("AccessKeyId");
        List<AccountState.Key> left =
                user.keys().stream().filter(key -> !key.id().equals(keyId)).toList();
        if (left.size() == user.keys().size()) {
            return Said.noSuch("Access Key", keyId);
        }
        put(user.withKeys(left));
        return Said.done();
    }

    private Said createUser(Call call) {
        String name = call.text("UserName");
        if (!name.matches("[A-Za-z0-9_+=,.@-]{1,64}")) {
            return Said.wrong("UserName must be 1 to 64 of A-Z a-z 0-9 _+=,.@-");
        }
        if (state.users().containsKey(name)) {
            return exists("User", name);
        }
        String now = clock.instant().toString();
        String id = Ids.unique("AIDA", name + " " + now);
        var user = new User(
                name,
                call.field("Path").orElse("/"),
                id,
                now,
                List.of(),
                new TreeSet<>(),
                List.of(),
                new TreeMap<>(),
                "");
        put(user);
        return new Said.Well(new Xml().inside("User", xml(user)));
    }

    private Said rename(Call call, User user) {
        String other = call.text("NewUserName");
        if (state.users().containsKey(other)) {
            return exists("User", other);
        }
        state.users().remove(user.name());
        put(user.named(other));
        return Said.done();
    }

    private Said deleteUser(User user) {
        if (!user.keys().isEmpty()
                || !user.policies().isEmpty()
                || !user.flagged().isEmpty()
                || !user.inline().isEmpty()) {
            return new Said.Failed(409, "DeleteConflict", "Cannot delete entity, must delete keys and policies first.");
        }
        state.users().remove(user.name());
        return Said.done();
    }

    private Said createRole(Call call) {
        String name = call.text("RoleName");
        if (!name.matches("[A-Za-z0-9_+=,.@-]{1,64}")) {
            return Said.wrong("RoleName must be 1 to 64 of A-Z a-z 0-9 _+=,.@-");
        }
        if (state.roles().containsKey(name)) {
            return exists("Role", name);
        }
        String trust = call.field("AssumeRolePolicyDocument").orElse(Trust.OF_THE_FIRST_DAY);
        String now = clock.instant().toString();
        var role = new Role(
                name,
                call.field("Path").orElse("/"),
                Ids.unique("AROA", name + " " + now),
                now,
                new TreeSet<>(),
                new TreeMap<>(),
                trust,
                "");
        Said said = Trust.set(trust, document -> put(role.trusting(document)));
        return said instanceof Said.Well ? new Said.Well(new Xml().inside("Role", xml(role))) : said;
    }

    private Said deleteRole(Role role) {
        if (!role.policies().isEmpty() || !role.inline().isEmpty()) {
            return new Said.Failed(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
        }
        state.roles().remove(role.name());
        return Said.done();
    }

    private Said trust(Call call, Role role) {
        return Trust.set(call.text("PolicyDocument"), document -> put(role.trusting(document)));
    }

    private Said bound(Call call, Role role) {
        return Boundary.set(call, role.boundary(), arn -> put(role.bound(arn)));
    }

    private static Said policies(SortedSet<String> arns) {
        return Said.listed(
                "AttachedPolicies",
                arns.stream()
                        .map(arn -> new Xml()
                                .text("PolicyName", arn.substring(arn.lastIndexOf('/') + 1))
                                .text("PolicyArn", arn))
                        .toList());
    }

    private static InlineActions inside(User user) {
        return new InlineActions("User", user.name(), user.inline(), USER_CHARS_MAX);
    }

    private static InlineActions inside(Role role) {
        return new InlineActions("Role", role.name(), role.inline(), ROLE_CHARS_MAX);
    }

    private static Said attach(Call call, SortedSet<String> policies) {
        String arn = call.text("PolicyArn");
        if (!arn.startsWith("arn:aws:iam::aws:policy/")) {
            return Said.noSuch("Policy", arn);
        }
        if (!policies.contains(arn) && policies.size() >= POLICIES_MAX) {
            return Said.limit("Cannot exceed quota for PoliciesPerUser: " + POLICIES_MAX);
        }
        policies.add(arn);
        return Said.done();
    }

    private static Said detach(Call call, SortedSet<String> policies) {
        String arn = call.text("PolicyArn");
        return policies.remove(arn) ? Said.done() : Said.noSuch("Policy", arn);
    }

    private static Said unlessReserved(Role role, Supplier<Said> change) {
        return role.reserved()
                ? new Said.Failed(400, "UnmodifiableEntity", "Cannot perform the operation on the protected role.")
                : change.get();
    }

    /** By what the responder may: nobody else is asked about here. */
    private Said simulate(Call call) {
        var responder = state.roles().get(AccountState.RESPONDER);
        if (responder == null || !call.text("PolicySourceArn").equals(responder.arn(account))) {
            return Said.wrong("the practice range simulates the responder's role only");
        }
        List<Xml> results = call.fields().entrySet().stream()
                .filter(field -> field.getKey().startsWith("ActionNames.member."))
                .map(field -> decided(call, field.getValue(), responder))
                .toList();
        return Said.listed("EvaluationResults", results);
    }

    private static Xml decided(Call call, String permission, Role responder) {
        String action = permission.substring(permission.indexOf(':') + 1);
        String policy = call.text("ContextEntries.member.1.ContextKeyValues.member.1");
        var asked = new Call(action, Map.of("PolicyArn", policy, "PermissionsBoundary", policy), "", "", "");
        boolean may = new Caller.ARole(responder, new Session(responder.name(), "simulated", "")).may(asked);
        return new Xml().text("EvalActionName", permission).text("EvalDecision", may ? "allowed" : "implicitDeny");
    }

    /** As AWS does it: a call that names no user is about the caller. */
    private Said onUser(Call call, Function<User, Said> then) {
        String name =
                call.field("UserName").orElseGet(() -> caller instanceof Caller.AUser(User self) ? self.name() : "");
        return Optional.ofNullable(state.users().get(name)).map(then).orElseGet(() -> Said.noSuch("user", name));
    }

    private Said onRole(Call call, Function<Role, Said> then) {
        String name = call.text("RoleName");
        return Optional.ofNullable(state.roles().get(name)).map(then).orElseGet(() -> Said.noSuch("role", name));
    }

    private void put(User user) {
        state.users().put(user.name(), user);
    }

    private void put(Role role) {
        state.roles().put(role.name(), role);
    }

    private static Said exists(String what, String name) {
        return new Said.Failed(409, "EntityAlreadyExists", what + " with name " + name + " already exists.");
    }

    private static Xml xml(AccountState.Key key) {
        return new Xml()
                .text("AccessKeyId", key.id())
                .text("Status", key.status())
                .text("CreateDate", key.created());
    }

    private Xml xml(User user) {
        return Boundary.xml(user.boundary())
                .text("Path", user.path())
                .text("UserName", user.name())
                .text("UserId", user.id())
                .text("Arn", user.arn(account))
                .text("CreateDate", user.created());
    }

    private Xml xml(Role role) {
        return Boundary.xml(role.boundary())
                .text("AssumeRolePolicyDocument", InlineActions.escaped(role.trust()))
                .text("Path", role.path())
                .text("RoleName", role.name())
                .text("RoleId", role.id())
                .text("Arn", role.arn(account))
                .text("CreateDate", role.created());
    }
}
