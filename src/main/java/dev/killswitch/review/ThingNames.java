package dev.killswitch.review;

import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Release;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people call the steps, containments and releases of an incident: by what was done to what. */
final class ThingNames {
    private final Map<String, StepState> steps;
    private final Map<String, Containment> containments;
    private final Map<String, Release> releases;

    ThingNames(Incident incident) {
        this.steps = incident.steps();
        this.containments = incident.containments();
        this.releases = incident.releases();
    }

    /** {@code kubernetes.isolate-pod on payments/api}. */
    static Sentence of(Step step) {
        return Sentence.of("{} on {}", step.action(), step.reference().id());
    }

    @Nullable
    StepState step(String id) {
        return steps.get(id);
    }

    Sentence ofStep(String id) {
        StepState step = steps.get(id);
        return step == null ? Sentence.of("step {}", id) : of(step.planned().step());
    }

    Sentence ofContainment(String id) {
        Containment containment = containments.get(id);
        return containment == null ? Sentence.of("containment {}", id) : of(containment.step());
    }

    Sentence ofRelease(String id) {
        Release release = releases.get(id);
        return release == null ? Sentence.of("release {}", id) : ofContainment(release.containment());
    }

    /** Of any of them; an id of something else stays what it is. */
    Sentence of(String id) {
        return steps.containsKey(id)
                ? ofStep(id)
                : containments.containsKey(id)
                        ? ofContainment(id)
                        : releases.containsKey(id)
                                ? Sentence.of("the release of {}", ofRelease(id))
                                : Sentence.of("{}", id);
    }

    Who whoOfStep(String id) {
        StepState step = steps.get(id);
        return step == null ? Who.Role.KILLSWITCH : Who.of(step.planned().step().authority());
    }
}
