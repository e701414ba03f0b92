package dev.killswitch.store;

import dev.killswitch.action.Profile;
import dev.killswitch.action.Target;
import dev.killswitch.alert.Body;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Journal.Evidence;
import dev.killswitch.incident.Kept;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.Release;
import dev.killswitch.plan.FactGuard.Moment;
import dev.killswitch.plan.History;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Question;
import dev.killswitch.plan.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The register over the tables: each answer is read within one transaction. */
final class SqliteRegister implements Register {
    private final Readers readers;
    private final RegisterSettings settings;
    private final Clock clock;

    SqliteRegister(Readers readers, RegisterSettings settings, Clock clock) {
        this.readers = readers;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Moment moment(Step step, Target target, String effect) {
        return readers.read(session -> plan(session).moment(step, target, effect));
    }

    @Override
    public History history(Question question) {
        return readers.read(session -> plan(session).history(question));
    }

    private PlanQueries plan(Session session) {
        return new PlanQueries(session, settings, clock.instant());
    }

    @Override
    public Optional<Incident> incident(String id) {
        return readers.read(session -> new IncidentQueries(session).incident(id));
    }

    @Override
    public Optional<String> incidentOf(String id) {
        return readers.read(session -> new IncidentQueries(session).incidentOf(id));
    }

    @Override
    public List<String> incidentsWithOpenSteps() {
        return readers.read(session -> new IncidentQueries(session).withOpenSteps(clock.instant()));
    }

    @Override
    public List<String> incidentsWithOpenReleases() {
        return readers.read(session -> new IncidentQueries(session).withOpenReleases());
    }

    @Override
    public List<Containment> containments(Set<Containment.State> states, @Nullable String after, int limit) {
        return readers.read(session -> new IncidentQueries(session).containments(states, after, limit));
    }

    @Override
    public List<Containment> expired(Instant now, int limit) {
        return readers.read(session -> new IncidentQueries(session).expired(now, limit));
    }

    @Override
    public int standing() {
        return readers.read(session -> new IncidentQueries(session).standing());
    }

    @Override
    public int holders(Target target, String effect) {
        return readers.read(session -> new IncidentQueries(session)
                .holders(target.connection(), target.uid(), effect)
                .size());
    }

    @Override
    public Holding holding(Target target, String effect) {
        return readers.read(session -> new IncidentQueries(session).holding(target.connection(), target.uid(), effect));
    }

    @Override
    public List<Release> waiting() {
        return readers.read(session -> new IncidentQueries(session).waiting());
    }

    @Override
    public List<Incident> incidents(@Nullable String after, int limit) {
        return readers.read(session -> new IncidentQueries(session).incidents(after, limit));
    }

    @Override
    public List<String> incidentsNaming(String text, int limit) {
        return readers.read(session -> new IncidentQueries(session).naming(text, limit));
    }

    @Override
    public Map<String, Mode> automation() {
        return readers.read(session -> plan(session).automation());
    }

    @Override
    public Set<String> rulesOff() {
        return readers.read(session -> plan(session).rulesOff());
    }

    @Override
    public Optional<Profile.Measurement> measured(String connection) {
        return readers.read(session -> new LedgerTables(session).measured(connection));
    }

    @Override
    public Map<String, Body> activeRulebook() {
        return readers.read(session -> new RulebookQueries(session).active());
    }

    @Override
    public Optional<Kept.Said> said(String source, String key) {
        return readers.read(session -> new DeliveryTables(session).said(source, key));
    }

    @Override
    public Optional<Kept> delivery(String id) {
        return readers.read(session -> new DeliveryTables(session).byId(id));
    }

    @Override
    public List<Kept.Summary> deliveries(Kept.State state, @Nullable String after, int limit) {
        return readers.read(session -> {
            var deliveries = new DeliveryTables(session);
            long before =
                    after == null ? Long.MAX_VALUE : deliveries.numberOf(after).orElse(0L);
            return deliveries.list(state, before, limit);
        });
    }

    @Override
    public List<InboxItem> inbox(long from, int limit) {
        return readers.read(session -> new DeliveryTables(session).inbox(from, limit));
    }

    @Override
    public long inboxDigested() {
        return readers.read(session -> session.number("select inbox_digested from head where id = 0"));
    }

    @Override
    public Map<String, Instant> heard() {
        return readers.read(session -> new DeliveryTables(session).heard());
    }

    @Override
    public Optional<Answered> answered(String key) {
        return readers.read(session -> new BesideTables(session).answered(key));
    }

    @Override
    public Optional<Evidence> evidence(String digest) {
        return readers.read(session -> new BesideTables(session).evidence(digest));
    }

    @Override
    public List<Recorded> entries(long from, int limit) {
        return readers.read(session -> new LedgerTables(session).recorded(from, limit));
    }

    @Override
    public long size() {
        return readers.read(session -> new LedgerTables(session).size());
    }
}
