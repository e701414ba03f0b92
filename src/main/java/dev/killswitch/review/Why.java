package dev.killswitch.review;

import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Register;
import dev.killswitch.plan.ReleasePolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** "What did the kill switch do to me, and why?": for whatever somebody has in their hand. Thread-safe. */
public final class Why {
    /** A thing is named in so many incidents at most before an answer says anything of use. */
    private static final int INCIDENTS_MAX = 10;

    /** How far back things of a namespace are looked for: no index has them. */
    private static final int RECENT_MAX = 50;

    private static final int STANDING_MAX = 500;

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final Register register;
    private final ReleasePolicy policy;

    public Why(Register register, ReleasePolicy policy) {
        this.register = register;
        this.policy = policy;
    }

    /** Empty where nothing in the record is called so; {@link WhyNot} then knows of alerts that no rule matched. */
    public Optional<Answer> ask(String text, AsOf asOf) {
        return ask(text, () -> asOf);
    }

    /** The same, where {@code asOf} is asked for once the record was read, so that its ledger has all that is told. */
    public Optional<Answer> ask(String text, Supplier<AsOf> asOf) {
        Hand hand = Hand.of(text);
        for (String candidate : hand.candidates()) {
            List<String> incidents = incidents(candidate);
            if (!incidents.isEmpty()) {
                return answer(incidents, candidate, asOf);
            }
        }
        return hand.candidates().stream()
                .filter(candidate -> NAMESPACE.matcher(candidate).matches())
                .findFirst()
                .flatMap(namespace -> answer(incidentsIn(namespace), namespace, asOf));
    }

    private List<String> incidents(String candidate) {
        var found = new LinkedHashSet<String>();
        register.incidentOf(candidate).ifPresent(found::add);
        found.addAll(register.incidentsNaming(candidate, INCIDENTS_MAX));
        return List.copyOf(found);
    }

    private List<String> incidentsIn(String namespace) {
        var found = new LinkedHashSet<String>();
        register.containments(Containment.STANDING, null, STANDING_MAX).stream()
                .filter(containment -> isIn(
                        namespace,
                        containment.step().reference().kind(),
                        containment.step().reference().id()))
                .forEach(containment -> found.add(containment.incident()));
        register.incidents(null, RECENT_MAX).stream()
                .filter(incident -> incident.steps().values().stream()
                        .map(step -> step.planned().step().reference())
                        .anyMatch(thing -> isIn(namespace, thing.kind(), thing.id())))
                .forEach(incident -> found.add(incident.id()));
        return found.stream().limit(INCIDENTS_MAX).toList();
    }

    private static boolean isIn(String namespace, String kind, String id) {
        return kind.startsWith("kubernetes.") && id.startsWith(namespace + "/");
    }

    /** Of a thing, all that was done to it; of what led to several, one in which something stands, else the newest. */
    private Optional<Answer> answer(List<String> incidents, String name, Supplier<AsOf> asOf) {
        var found = new ArrayList<Focus>();
        for (String id : incidents) {
            register.incident(id).ifPresent((Incident incident) -> found.add(Focus.of(incident, name)));
        }
        return best(found)
                .map(focus -> new SixLines(focus, asOf.get(), policy)
                        .answer(found.stream()
                                .map(other -> other.incident().id())
                                .filter(id -> !id.equals(focus.incident().id()))
                                .toList()));
    }

    private static Optional<Focus> best(List<Focus> found) {
        List<Focus> done = found.stream()
                .filter(focus -> focus.sort() == Focus.Sort.TARGET)
                .toList();
        if (!done.isEmpty()) {
            return Optional.of(Focus.merged(done));
        }
        return found.stream()
                .filter(focus -> focus.sort() == Focus.Sort.CAUSE && focus.stands())
                .findFirst()
                .or(() -> found.stream()
                        .filter(focus -> focus.sort() == Focus.Sort.CAUSE)
                        .findFirst())
                .or(() -> found.stream().findFirst());
    }

    /** The same of one incident that is at hand. */
    public static Answer of(Incident incident, AsOf asOf, ReleasePolicy policy) {
        return new SixLines(Focus.of(incident, incident.id()), asOf, policy).answer(List.of());
    }
}
