package dev.killswitch.source.alertmanager;

import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.Entities;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Json;
import dev.killswitch.config.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the operator says the labels mean. Labels are anybody's text: without a word here none names a thing, and no
 * severity is known.
 *
 * @param severities by lower-case word
 * @param clusterLabel blank where no label names the cluster
 * @param connections by the value of that label
 */
record LabelMapping(
        List<NamedThing> things,
        String severityLabel,
        Map<String, Severity> severities,
        String clusterLabel,
        Map<String, String> connections) {
    LabelMapping {
        things = List.copyOf(things);
        severities = Map.copyOf(severities);
        connections = Map.copyOf(connections);
    }

    /**
     * One thing that labels name; the parts of its id stand in several of them, in that order.
     *
     * @param by what one label says of a pod, in place of its name: its uid, container or address
     */
    record NamedThing(String kind, Optional<By> by, List<String> labels, Role role) {
        NamedThing {
            labels = List.copyOf(labels);
        }

        void addTo(Entities entities, Json labelled) {
            List<Optional<String>> parts = labels.stream()
                    .map(label -> labelled.at(label).name())
                    .map(part -> part.filter(text -> labels.size() == 1 || !text.contains("/")))
                    .toList();
            if (parts.stream().allMatch(Optional::isPresent)) {
                String id = parts.stream().flatMap(Optional::stream).collect(Collectors.joining("/"));
                entities.add(kind, by.map(what -> what.id(id)).orElse(id), role, labelled.at(labels.getLast()));
            }
        }
    }

    /** What a label says of a pod that it does not name. */
    enum By {
        UID,
        CONTAINER,
        IP;

        /** The port of {@code instance} is no part of an address. */
        private String id(String said) {
            String value = this == IP ? said.replaceFirst("^([0-9.]+):[0-9]+$", "$1") : said;
            return name().toLowerCase(Locale.ROOT) + ":" + value;
        }
    }

    static LabelMapping read(Section own) {
        var things = new ArrayList<NamedThing>();
        if (own.on("pod-labels")) {
            things.add(new NamedThing("kubernetes.pod", Optional.empty(), List.of("namespace", "pod"), Role.TARGET));
        }
        for (Section thing : own.sections("entities")) {
            String kind = thing.requiredText("kind");
            List<String> labels = thing.texts("labels");
            Role role = thing.choice("role", Role.class, Role.TARGET);
            Optional<By> by = by(thing, kind, labels);
            if (!kind.isBlank() && !kind.matches("[a-z][a-z0-9]*([.-][a-z0-9]+)*")) {
                thing.problem("kind", kind, "a kind such as kubernetes.pod");
            }
            if (labels.isEmpty()) {
                thing.problem(
                        "labels", "no labels", "the labels that hold the parts of the id, such as [namespace, pod]");
            } else {
                things.add(new NamedThing(kind, by, labels, role));
            }
        }
        Section severity = own.section("severity");
        Section clusters = own.section("clusters");
        return new LabelMapping(
                things,
                severity.text("label").orElse("severity"),
                severities(severity.section("words")),
                clusters.text("label").orElse(""),
                connections(clusters));
    }

    private static Map<String, Severity> severities(Section words) {
        var severities = new TreeMap<String, Severity>();
        for (String word : words.names()) {
            severities.put(word.toLowerCase(Locale.ROOT), words.choice(word, Severity.class, Severity.UNKNOWN));
        }
        return severities;
    }

    private static Map<String, String> connections(Section clusters) {
        Section section = clusters.section("connections");
        var connections = new TreeMap<String, String>();
        for (String cluster : section.names()) {
            connections.put(cluster, section.requiredText(cluster));
        }
        if (!connections.isEmpty() && clusters.text("label").isEmpty()) {
            clusters.problem("label", "no label", "the label that says which cluster it is");
        }
        return connections;
    }

    private static Optional<By> by(Section thing, String kind, List<String> labels) {
        if (thing.text("by").isEmpty()) {
            return Optional.empty();
        }
        if (!kind.equals("kubernetes.pod") || labels.size() != 1) {
            thing.problem("by", thing.text("by").get(), "no more than one label, and of a kubernetes.pod");
        }
        return Optional.of(thing.choice("by", By.class, By.UID));
    }

    /** Of a word that is not in the map nothing is known: it passes no condition on severity. */
    Severity severity(Json labels) {
        return labels.at(severityLabel)
                .text()
                .map(word -> severities.getOrDefault(word.toLowerCase(Locale.ROOT), Severity.UNKNOWN))
                .orElse(Severity.UNKNOWN);
    }

    /** Where a label says the cluster, nothing but the map says the connection. */
    Entities narrowed(Entities entities, Json labels) {
        if (clusterLabel.isBlank()) {
            return entities;
        }
        Optional<String> cluster = labels.at(clusterLabel).name();
        return entities.without("connection")
                .scoped("cluster", cluster)
                .scoped("connection", cluster.flatMap(name -> Optional.ofNullable(connections.get(name))));
    }
}
