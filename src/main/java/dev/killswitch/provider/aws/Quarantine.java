package dev.killswitch.provider.aws;

import dev.killswitch.action.Outcome;
import dev.killswitch.provider.aws.Ec2Calls.Group;
import dev.killswitch.provider.aws.Ec2Calls.Interface;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The two groups that an administrator made ahead in each VPC, and the way into the first. AWS goes on with connections that
 * it tracks whatever becomes of the groups; it tracks none that everything is allowed for. So where there is a group that
 * allows everything, an interface passes through it. Thread-safe.
 */
final class Quarantine {
    /** Lets nothing through. */
    static final String NAME = "killswitch-quarantine";
    /** Lets everything through. */
    static final String OPEN = "killswitch-open";

    /** Two writes, back to back: with less time than this it is never opened. */
    private static final Duration TWO_WRITES = Duration.ofSeconds(4);
    /** The oldest go; of these what survives is told for the worse. */
    private static final int REMEMBERED_MAX = 10_000;

    private final Clock clock;
    private final Set<String> cut = new LinkedHashSet<>();

    Quarantine(Clock clock) {
        this.clock = clock;
    }

    /** The groups of one VPC. */
    record Found(Optional<Group> isolating, Optional<Group> opening) {}

    static Answer<Found> find(Ec2Calls calls, String vpc, Instant deadline) {
        return calls.groups(vpc, List.of(NAME, OPEN), deadline)
                .map(groups -> new Found(named(groups, NAME), named(groups, OPEN)));
    }

    private static Optional<Group> named(List<Group> groups, String name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    static String missing(String vpc) {
        return vpc + " has no security group " + NAME + ": make one there, without any rule, and order it again";
    }

    /** Opens it, where that is wanted, and closes it at once. */
    Outcome close(Ec2Calls calls, Interface one, Befores.OfInterface was, Instant deadline) {
        boolean isOpen = one.groups().equals(List.of(was.open()));
        boolean opens = !was.open().isEmpty()
                && !isOpen
                && clock.instant().plus(TWO_WRITES).isBefore(deadline);
        Outcome opened =
                opens ? calls.setGroups(one.id(), List.of(was.open()), deadline) : new Outcome.Refused("not wanted");
        Outcome closed = calls.setGroups(one.id(), List.of(was.quarantine()), deadline);
        boolean mayBeOpen = isOpen || opened.mayHold();
        if (closed.mayHold()) {
            if (isOpen || opened instanceof Outcome.Done) {
                remember(key(one.id(), was));
            }
            return closed;
        }
        return mayBeOpen ? leftOpen(calls, one, was, closed, deadline) : ofGroup(closed);
    }

    /** It must not stay open: what it had before comes back, and where that fails too it is looked at again. */
    private static Outcome leftOpen(
            Ec2Calls calls, Interface one, Befores.OfInterface was, Outcome closed, Instant deadline) {
        boolean isBack = closed instanceof Outcome.Refused
                && !was.groups().equals(List.of(was.open()))
                && calls.setGroups(one.id(), was.groups(), deadline) instanceof Outcome.Done;
        return isBack || closed instanceof Outcome.Gone
                ? ofGroup(closed)
                : new Outcome.Unknown("it may stand in " + OPEN + " still: " + closed);
    }

    /** A group that is gone since we looked may have been made anew. */
    private static Outcome ofGroup(Outcome closed) {
        return closed instanceof Outcome.Refused no && Ec2Calls.isGroupGone(no.why())
                ? new Outcome.Changed("the group " + NAME + " is not the one any more")
                : closed;
    }

    private static String key(String networkInterface, Befores.OfInterface was) {
        return networkInterface + " " + was.quarantine();
    }

    private synchronized void remember(String key) {
        cut.add(key);
        if (cut.size() > REMEMBERED_MAX) {
            cut.remove(cut.iterator().next());
        }
    }

    /** Whether we saw that it passed through the open group; after a restart nobody has. */
    synchronized boolean hasCut(String networkInterface, Befores.OfInterface was) {
        return !was.open().isEmpty() && cut.contains(key(networkInterface, was));
    }

    synchronized void ended(String networkInterface, Befores.OfInterface was) {
        cut.remove(key(networkInterface, was));
    }
}
