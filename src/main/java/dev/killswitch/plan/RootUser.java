package dev.killswitch.plan;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import java.util.Optional;

/** The root user of an account, whom no action stops: a person has to know at once, and what is left to do. */
final class RootUser {
    private RootUser() {}

    static String toldKey(AlertCase the) {
        return Keys.of("told", the.finding(), "root");
    }

    /** What to say where the root user took part; empty where it did not. */
    static Optional<String> named(Alert alert) {
        return alert.entities().stream()
                .filter(entity -> entity.kind().equals("aws.root"))
                .filter(entity -> entity.trust() != Trust.TEXT)
                .filter(entity -> entity.role() == Role.TARGET || entity.role() == Role.ACTOR)
                .findFirst()
                .map(Entity::id)
                .map(account ->
                        "it is the root user of account " + account + ": no automation stops that. In a member of an"
                                + " organization its management account denies it by a service control policy, and deletes its"
                                + " credentials by sts:AssumeRoot; in the management account, whom no such policy binds, only who"
                                + " signs in as root can: change its password, delete its keys, end its sessions");
    }
}
