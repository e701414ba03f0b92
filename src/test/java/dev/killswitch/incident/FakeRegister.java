package dev.killswitch.incident;

import dev.killswitch.action.Profile;
import dev.killswitch.action.Target;
import dev.killswitch.alert.Body;
import dev.killswitch.plan.FactGuard.Moment;
import dev.killswitch.plan.History;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Question;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says of every target the same, and knows of the incidents that it was given, newest first. */
public final class FakeRegister implements Register {
    private final Supplier<Moment> moment;
    private final List<Incident> incidents;
    private final Consumer<String> reads;

    public FakeRegister(Supplier<Moment> moment) {
        this(moment, List.of());
    }

    public FakeRegister(Supplier<Moment> moment, List<Incident> incidents) {
        this(moment, incidents, _ -> {});
    }

    /** Tells {@code reads} of each incident that is read. */
    public FakeRegister(Supplier<Moment> moment, List<Incident> incidents, Consumer<String> reads) {
        this.moment = moment;
        this.reads = reads;
        this.incidents = List.copyOf(incidents);
    }

    @Override
    public Moment moment(Step step, Target target, String effect) {
        return moment.get();
    }

    @Override
    public History history(Question question) {
        return History.EMPTY;
    }

    @Override
    public Optional<Incident> incident(String id) {
        reads.accept(id);
        return incidents.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    @Override
    public Optional<String> incidentOf(String id) {
        return incidents.stream()
                .filter(one -> ids(one).contains(id))
                .map(Incident::id)
                .findFirst();
    }

    private static Set<String> ids(Incident incident) {
        var ids = new HashSet<>(Set.of(incident.id()));
        ids.addAll(incident.steps().keySet());
        ids.addAll(incident.containments().keySet());
        ids.addAll(incident.releases().keySet());
        incident.orders().forEach(given -> ids.add(given.order().id()));
        incident.alerts().forEach(alert -> ids.add(alert.alert()));
        return ids;
    }

    @Override
    public List<String> incidentsWithOpenSteps() {
        return List.of();
    }

    @Override
    public List<String> incidentsWithOpenReleases() {
        return List.of();
    }

    @Override
    public List<Containment> containments(Set<Containment.State> states, @Nullable String after, int limit) {
        return incidents.stream()
                .flatMap(one -> one.containments().values().stream())
                .filter(containment -> states.contains(containment.state()))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Containment> expired(Instant now, int limit) {
        return List.of();
    }

    @Override
    public Holding holding(Target target, String effect) {
        return Holding.NOBODY;
    }

    @Override
    public int holders(Target target, String effect) {
        return 0;
    }

    @Override
    public int standing() {
        return 0;
    }

    @Override
    public List<Release> waiting() {
        return List.of();
    }

    @Override
    public List<Incident> incidents(@Nullable String after, int limit) {
        return incidents.stream().limit(limit).toList();
    }

    @Override
    public List<String> incidentsNaming(String text, int limit) {
        return incidents.stream()
                .filter(one -> names(one).anyMatch(name -> name.equals(text) || name.endsWith("/" + text)))
                .map(Incident::id)
                .limit(limit)
                .toList();
    }

    private static Stream<String> names(Incident incident) {
        var names = new HashSet<String>();
        for (Event.AlertDecided alert : incident.alerts()) {
            names.add(alert.seen().finding());
            names.add(alert.delivery());
            alert.matches().forEach(match -> names.add(match.rule()));
            alert.seen().entities().forEach(entity -> names.add(entity.id()));
        }
        incident.orders().forEach(given -> names.add(given.order().target().id()));
        incident.steps().values().forEach(step -> {
            names.add(step.planned().step().reference().id());
            Event.StepStarted started = step.started();
            if (started != null) {
                names.add(started.target().uid());
            }
        });
        return names.stream();
    }

    @Override
    public Map<String, Mode> automation() {
        return Map.of();
    }

    @Override
    public Set<String> rulesOff() {
        return Set.of();
    }

    @Override
    public Optional<Profile.Measurement> measured(String connection) {
        return Optional.empty();
    }

    @Override
    public Map<String, Body> activeRulebook() {
        return Map.of();
    }

    @Override
    public Optional<Kept.Said> said(String source, String key) {
        return Optional.empty();
    }

    @Override
    public Optional<Kept> delivery(String id) {
        return Optional.empty();
    }

    @Override
    public List<Kept.Summary> deliveries(Kept.State state, @Nullable String after, int limit) {
        return List.of();
    }

    @Override
    public List<InboxItem> inbox(long from, int limit) {
        return List.of();
    }

    @Override
    public long inboxDigested() {
        return 0;
    }

    @Override
    public Map<String, Instant> heard() {
        return Map.of();
    }

    @Override
    public Optional<Answered> answered(String key) {
        return Optional.empty();
    }

    @Override
    public Optional<Journal.Evidence> evidence(String digest) {
        return Optional.empty();
    }

    @Override
    public List<Recorded> entries(long from, int limit) {
        return List.of();
    }

    @Override
    public long size() {
        return 0;
    }
}
