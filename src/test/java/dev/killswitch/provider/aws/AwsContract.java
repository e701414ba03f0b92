package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionContract;
import dev.killswitch.action.Call;
import dev.killswitch.action.Target;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.iam.model.StatusType;

/** What each action promises, wherever the account is: the user {@code alice} with one key and one of each other credential, the role {@code batch}. */
final class AwsContract {
    private AwsContract() {}

    abstract static class OfCredential extends ActionContract {
        private Target target;

        abstract Place place();

        abstract Credential credential();

        @BeforeEach
        void look() {
            target = place().credential("alice", credential());
        }

        @Override
        protected Action action() {
            return place().action(Place.disabling(credential()));
        }

        @Override
        protected Call call() {
            return place().call(target);
        }

        @Override
        protected String world() {
            return place().user("alice");
        }

        @Override
        protected void changedByOthers() {
            place().set("alice", credential(), target.uid(), StatusType.EXPIRED);
        }

        @Override
        protected void targetGone() {
            place().removeUser("alice");
        }
    }

    abstract static class OfUser extends ActionContract {
        private Target target;

        abstract Place place();

        @BeforeEach
        void look() {
            target = place().target("aws.user", "alice");
        }

        @Override
        protected Action action() {
            return place().action("aws.deny-user");
        }

        @Override
        protected Call call() {
            return place().call(target);
        }

        @Override
        protected String world() {
            return place().user("alice");
        }

        @Override
        protected void changedByOthers() {
            if (world().contains("AWSDenyAll")) {
                place().admin().detachUserPolicy(r -> r.userName("alice").policyArn(Place.DENY_ALL));
            } else {
                place().admin().attachUserPolicy(r -> r.userName("alice").policyArn(Place.DENY_ALL));
            }
        }

        @Override
        protected boolean othersLookLikeUs() {
            return true;
        }

        @Override
        protected void targetGone() {
            place().removeUser("alice");
        }
    }

    /** Of an action that denies by a policy of ours inside of the role {@code batch} or the user {@code alice}. */
    abstract static class Inside extends ActionContract {
        private static final String THEIRS =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}]}";

        private Target target;

        abstract Place place();

        abstract String named();

        @BeforeEach
        void look() {
            target = switch (named()) {
                case "aws.deny-session" -> place().target("aws.session", "batch/i-0123456789abcdef0");
                case "aws.deny-user-inside" -> place().target("aws.user", "alice");
                default -> place().target("aws.role", "batch");
            };
        }

        @Override
        protected Action action() {
            return place().action(named());
        }

        @Override
        protected Call call() {
            return place().call(target);
        }

        private boolean isOfUser() {
            return named().equals("aws.deny-user-inside");
        }

        @Override
        protected String world() {
            return isOfUser() ? place().user("alice") : place().role("batch");
        }

        @Override
        protected void changedByOthers() {
            if (isOfUser()) {
                place().admin()
                        .putUserPolicy(r ->
                                r.userName("alice").policyName("killswitch-c-1").policyDocument(THEIRS));
            } else {
                place().admin()
                        .putRolePolicy(r ->
                                r.roleName("batch").policyName("killswitch-c-1").policyDocument(THEIRS));
            }
        }

        @Override
        protected void targetGone() {
            if (isOfUser()) {
                place().removeUser("alice");
            } else {
                place().removeRole("batch");
            }
        }
    }

    /** Of an interface with the groups {@code web} and {@code ssh}, in a VPC with a quarantine group. */
    abstract static class OfInterface extends ActionContract {
        private Target target;

        abstract Ec2Place ec2();

        @BeforeEach
        void look() {
            target = ec2().networkInterface();
        }

        @Override
        protected Action action() {
            return ec2().action("aws.isolate-interface");
        }

        @Override
        protected Call call() {
            return ec2().place().call(target);
        }

        @Override
        protected String world() {
            return ec2().world();
        }

        @Override
        protected void changedByOthers() {
            ec2().set(target.id(), "ssh");
        }

        @Override
        protected void targetGone() {
            ec2().terminate();
        }
    }

    abstract static class OfInstance extends ActionContract {
        private Target target;

        abstract Ec2Place ec2();

        @BeforeEach
        void look() {
            target = ec2().place().target(Kinds.INSTANCE, ec2().instance());
        }

        @Override
        protected Action action() {
            return ec2().action("aws.protect-instance");
        }

        @Override
        protected Call call() {
            return ec2().place().call(target);
        }

        @Override
        protected String world() {
            return ec2().world();
        }

        @Override
        protected void changedByOthers() {
            ec2().protect(!ec2().isProtected());
        }

        @Override
        protected boolean othersLookLikeUs() {
            return true;
        }

        @Override
        protected void targetGone() {
            ec2().terminate();
        }
    }

    /** Of who may assume the role {@code batch}. */
    abstract static class OfTrust extends ActionContract {
        private Target target;

        abstract Place place();

        @BeforeEach
        void look() {
            target = place().target("aws.role", "batch");
        }

        @Override
        protected Action action() {
            return place().action("aws.edit-role-trust");
        }

        @Override
        protected Call call() {
            return place().call(target);
        }

        @Override
        protected String world() {
            return place().role("batch");
        }

        @Override
        protected void changedByOthers() {
            ObjectNode weakened = TrustDocument.closed(DenyDocument.parsed(place().trust("batch")), "Killswitchc1");
            ((ObjectNode) weakened.path("Statement")
                            .path(weakened.path("Statement").size() - 1))
                    .put("Action", "sts:AssumeRoleWithSAML");
            place().admin().updateAssumeRolePolicy(r -> r.roleName("batch").policyDocument(weakened.toString()));
        }

        @Override
        protected void targetGone() {
            place().removeRole("batch");
        }
    }

    /** Of the permissions boundary of the role {@code batch} or the user {@code alice}, which have none. */
    abstract static class OfBoundary extends ActionContract {
        private Target target;

        abstract Place place();

        abstract String named();

        private boolean isOfUser() {
            return named().equals("aws.deny-user-by-boundary");
        }

        @BeforeEach
        void look() {
            target = isOfUser() ? place().target("aws.user", "alice") : place().target("aws.role", "batch");
        }

        @Override
        protected Action action() {
            return place().action(named());
        }

        @Override
        protected Call call() {
            return place().call(target);
        }

        @Override
        protected String world() {
            return isOfUser() ? place().user("alice") : place().role("batch");
        }

        @Override
        protected void changedByOthers() {
            if (isOfUser()) {
                place().admin()
                        .putUserPermissionsBoundary(r -> r.userName("alice").permissionsBoundary(Place.READ_ONLY));
            } else {
                place().admin()
                        .putRolePermissionsBoundary(r -> r.roleName("batch").permissionsBoundary(Place.READ_ONLY));
            }
        }

        @Override
        protected void targetGone() {
            if (isOfUser()) {
                place().removeUser("alice");
            } else {
                place().removeRole("batch");
            }
        }
    }

    /** Of the organization's prepared policy, for the role {@code batch} or the user {@code alice}. */
    abstract static class OfPrincipal extends ActionContract {
        private Target target;

        abstract Place place();

        abstract String named();

        private boolean isOfUser() {
            return named().equals("aws.deny-principal-user");
        }

        @BeforeEach
        void look() {
            place().slot()
                    .write(SlotDocument.of(List.of(place().arn("role/another"))).toString());
            target = isOfUser() ? place().target("aws.user", "alice") : place().target("aws.role", "batch");
        }

        @Override
        protected Action action() {
            return place().action(named());
        }

        @Override
        protected Call call() {
            return place().call(target);
        }

        @Override
        protected String world() {
            return place().slot().document();
        }

        @Override
        protected void changedByOthers() {
            place().slot().toggle(place().arn(isOfUser() ? "user/alice" : "role/batch"));
        }

        @Override
        protected boolean othersLookLikeUs() {
            return true;
        }

        @Override
        protected void targetGone() {
            if (isOfUser()) {
                place().removeUser("alice");
            } else {
                place().removeRole("batch");
            }
        }
    }

    abstract static class OfRole extends ActionContract {
        private Target target;

        abstract Place place();

        @BeforeEach
        void look() {
            target = place().target("aws.role", "batch");
        }

        @Override
        protected Action action() {
            return place().action("aws.deny-role");
        }

        @Override
        protected Call call() {
            return place().call(target);
        }

        @Override
        protected String world() {
            return place().role("batch");
        }

        @Override
        protected void changedByOthers() {
            if (world().contains("AWSDenyAll")) {
                place().admin().detachRolePolicy(r -> r.roleName("batch").policyArn(Place.DENY_ALL));
            } else {
                place().admin().attachRolePolicy(r -> r.roleName("batch").policyArn(Place.DENY_ALL));
            }
        }

        @Override
        protected boolean othersLookLikeUs() {
            return true;
        }

        @Override
        protected void targetGone() {
            place().removeRole("batch");
        }
    }
}
