package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Rung;
import dev.killswitch.action.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What tests of several isolations share. */
final class Policies {
    private Policies() {}

    /** Somebody lets everything in by the policy of that name, which they make where it is not there. */
    static void open(Grounds grounds, String name) {
        String path = grounds.policies() + "/" + name;
        if (grounds.admin().get(path).isPresent()) {
            grounds.admin().merge(path, "{\"spec\":{\"ingress\":[{}]}}");
        } else {
            create(grounds, name, "{\"podSelector\":{},\"ingress\":[{}],\"policyTypes\":[\"Ingress\"]}");
        }
    }

    static void create(Grounds grounds, String name, String spec) {
        grounds.admin()
                .create(
                        grounds.policies(),
                        "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",\"metadata\":{\"name\":\""
                                + name + "\"},\"spec\":" + spec + "}");
    }

    /** One action on one target, with what it saw before. */
    record Held(Action action, Call call, Inspected.Found found) {
        static Held apply(Grounds grounds, String action, String kind, String id) {
            Held held = inspect(grounds, action, kind, id, Map.of());
            if (!(held.action.apply(held.call, held.found.before()) instanceof Outcome.Done)) {
                throw new IllegalStateException(action + " was not done");
            }
            return held;
        }

        static Held inspect(Grounds grounds, String action, String kind, String id, Map<String, ?> parameters) {
            Action acting = grounds.connection().action(action);
            var call = new Call(
                    target(grounds, kind, id),
                    Grounds.parameters(acting.spec(), parameters),
                    new Call.Mark("c-1", "i-1"),
                    Grounds.deadline());
            if (acting.inspect(call) instanceof Inspected.Found found) {
                return new Held(acting, call, found);
            }
            throw new IllegalStateException(acting.inspect(call).toString());
        }

        Released release() {
            return action.release(call, found.before());
        }
    }

    static Target target(Grounds grounds, String kind, String id) {
        var reference = new Reference(grounds.connection().name(), kind, id, Map.of());
        if (grounds.connection().resolve(reference, Grounds.deadline()) instanceof Resolved.Found found) {
            return found.target();
        }
        throw new IllegalStateException("nothing is called " + id);
    }

    /** What a proof says where {@code stillWorks} is let through by those policies of the namespace, which can go. */
    static Proof.Partial leftOpenBy(Grounds grounds, List<String> stillWorks, String... policies) {
        return new Proof.Partial(
                stillWorks,
                Rung.on(
                        WithdrawNetworkPolicy.SPEC,
                        grounds.connection().name(),
                        Stream.of(policies)
                                .map(policy -> grounds.namespace() + "/" + policy)
                                .toList()));
    }

    /** Whether some policy that denies everything selects the pod of that name now. */
    static boolean isHeld(Grounds grounds, String pod) {
        List<Policy> all =
                Policy.readAll(grounds.admin().get(grounds.policies()).orElseThrow());
        Pod now = Pod.read(grounds.admin().get(grounds.path(pod)).orElseThrow());
        return StandingPolicy.holds(all, now.labels());
    }

    /** All orders of {@code things}. */
    static <T> List<List<T>> orders(List<T> things) {
        if (things.isEmpty()) {
            return List.of(List.of());
        }
        var orders = new ArrayList<List<T>>();
        for (T first : things) {
            var others = new ArrayList<>(things);
            others.remove(first);
            for (List<T> rest : orders(others)) {
                var order = new ArrayList<T>(List.of(first));
                order.addAll(rest);
                orders.add(order);
            }
        }
        return orders;
    }
}
