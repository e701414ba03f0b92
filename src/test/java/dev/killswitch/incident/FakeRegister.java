package dev.killswitch.incident;

import dev.killswitch.action.Target;
import dev.killswitch.alert.Body;
import dev.killswitch.plan.FactGuard.Moment;
import dev.killswitch.plan.History;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Question;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says of every target the same, and knows of nothing else. */
public final class FakeRegister implements Register {
    private final Supplier<Moment> moment;

    public FakeRegister(Supplier<Moment> moment) {
        this.moment = moment;
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
        return Optional.empty();
    }

    @Override
    public Optional<String> incidentOf(String id) {
        return Optional.empty();
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
        return List.of();
    }

    @Override
    public List<Containment> expired(Instant now, int limit) {
        return List.of();
    }

    @Override
    public Holding holding(Target target, String effect) {
        return new Holding(List.of(), Optional.empty());
    }

    @Override
    public List<Release> waiting() {
        return List.of();
    }

    @Override
    public List<Incident> incidents(@Nullable String after, int limit) {
        return List.of();
    }

    @Override
    public List<String> incidentsNaming(String text, int limit) {
        return List.of();
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
    public Map<String, Body> activeRulebook() {
        return Map.of();
    }

    @Override
    public Optional<Kept> delivery(String source, String key) {
        return Optional.empty();
    }

    @Override
    public Optional<Kept> delivery(String id) {
        return Optional.empty();
    }

    @Override
    public List<Kept> deliveries(Kept.State state, @Nullable String after, int limit) {
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
