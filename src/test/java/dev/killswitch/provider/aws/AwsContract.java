package dev.killswitch.provider.aws;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionContract;
import dev.killswitch.action.Call;
import dev.killswitch.action.Target;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.iam.model.StatusType;

/** What each action promises, wherever the account is: the user {@code alice} with one key, the role {@code batch}. */
final class AwsContract {
    private AwsContract() {}

    abstract static class OfKey extends ActionContract {
        private Target target;

        abstract Place place();

        @BeforeEach
        void look() {
            target = place().target("aws.access-key", place().keyOf("alice"));
        }

        @Override
        protected Action action() {
            return place().action("aws.disable-access-key");
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
            place().admin()
                    .updateAccessKey(
                            r -> r.userName("alice").accessKeyId(target.id()).status(StatusType.EXPIRED));
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
