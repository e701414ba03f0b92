package dev.killswitch.range.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that EC2 has in one region, in the form in which it is kept. */
record Machines(
        SortedMap<String, Machine> instances,
        SortedMap<String, Interface> interfaces,
        SortedMap<String, Group> groups) {
    /** The VPC that has the groups that a responder needs. */
    private static final String MAIN = "main";

    private static final String BARE = "bare";

    /** {@code locked} is whether it is protected from termination. */
    record Machine(String id, String vpc, List<String> interfaces, String profile, String state, boolean locked) {
        Machine withLock(boolean on) {
            return new Machine(id, vpc, interfaces, profile, state, on);
        }

        Machine ended() {
            return new Machine(id, vpc, List.of(), profile, "terminated", locked);
        }
    }

    /** {@code instance} is blank for what AWS itself made, which is nobody's to change. */
    record Interface(String id, String vpc, String instance, List<String> groups) {
        Interface {
            groups = List.copyOf(groups);
        }

        Interface with(List<String> others) {
            return new Interface(id, vpc, instance, others);
        }

        boolean managed() {
            return instance.isEmpty();
        }
    }

    record Group(String id, String name, String vpc, String description, List<Rule> rules) {
        Group {
            rules = List.copyOf(rules);
        }
    }

    /** One rule, with its one other end. */
    record Rule(String id, boolean egress, String protocol, int from, int to, String cidr) {}

    static Machines none() {
        return new Machines(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /** As on the first day. */
    static Machines fresh() {
        Machines all = none();
        all.group("web", MAIN, new Rule(Ids.ec2("sgr", "web in"), false, "tcp", 443, 443, "0.0.0.0/0"));
        all.group("ssh", MAIN, new Rule(Ids.ec2("sgr", "ssh in"), false, "tcp", 22, 22, "0.0.0.0/0"));
        all.group("killswitch-quarantine", MAIN);
        all.group("old", BARE, new Rule(Ids.ec2("sgr", "old in"), false, "tcp", 80, 80, "0.0.0.0/0"));
        all.machine("web", MAIN, List.of(List.of("web", "ssh"), List.of("ssh")));
        all.machine("legacy", BARE, List.of(List.of("old")));
        String managed = Ids.ec2("eni", "managed");
        all.interfaces.put(managed, new Interface(managed, vpc(MAIN), "", List.of(Ids.ec2("sg", "main web"))));
        return all;
    }

    static String vpc(String name) {
        return Ids.ec2("vpc", name);
    }

    private void group(String name, String vpc, Rule... rules) {
        var all = new ArrayList<>(List.of(rules));
        if (rules.length > 0) {
            all.add(everythingOut(name));
        }
        String id = Ids.ec2("sg", vpc + " " + name);
        groups.put(id, new Group(id, name, vpc(vpc), name, all));
    }

    /** What AWS puts into each new group. */
    static Rule everythingOut(String of) {
        return new Rule(Ids.ec2("sgr", of + " out"), true, "-1", -1, -1, "0.0.0.0/0");
    }

    private void machine(String name, String vpc, List<List<String>> groupsOfEach) {
        String id = Ids.ec2("i", name);
        var made = new ArrayList<String>();
        for (List<String> names : groupsOfEach) {
            String one = Ids.ec2("eni", name + " " + made.size());
            List<String> ids = names.stream()
                    .map(group -> Ids.ec2("sg", vpc + " " + group))
                    .toList();
            interfaces.put(one, new Interface(one, vpc(vpc), id, ids));
            made.add(one);
        }
        instances.put(id, new Machine(id, vpc(vpc), List.copyOf(made), "batch", "running", false));
    }

    Optional<Group> group(String id) {
        return Optional.ofNullable(groups.get(id));
    }
}
