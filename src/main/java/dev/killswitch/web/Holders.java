package dev.killswitch.web;

import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Register;
import jakarta.inject.Singleton;

/** Counts who else stands by the same effect. */
@Singleton
final class Holders {
    private final Register register;

    Holders(Product product) {
        this.register = product.register();
    }

    ContainmentView view(Containment containment) {
        return ContainmentView.of(containment, count(containment));
    }

    private int count(Containment containment) {
        var target = containment.target();
        var effect = containment.effect();
        return target == null || effect == null ? 0 : register.holders(target, effect);
    }
}
