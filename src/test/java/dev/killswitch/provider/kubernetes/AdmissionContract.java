package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Call;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.util.List;
import java.util.Map;

/** The contract of what the API server itself is told to refuse. */
abstract class AdmissionContract extends OwnObjectContract {
    static final String POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    static final String BINDINGS = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";

    String name(Target target) {
        return OwnObject.name(action().spec(), grounds().call(target, action().spec()));
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(POLICIES + "/" + name(target), BINDINGS + "/" + name(target));
    }

    @Override
    protected void changedByOthers() {
        String path = BINDINGS + "/" + name(target());
        if (grounds().admin().get(path).isPresent()) {
            grounds().admin().merge(path, "{\"spec\":{\"validationActions\":[\"Audit\"]}}");
        } else {
            grounds().admin().create(BINDINGS, """
                    {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding",
                     "metadata":{"name":"%s"},"spec":{"policyName":"another","validationActions":["Audit"]}}""".formatted(name(target())));
        }
    }

    /** On another target than the contract's own. */
    Call call(String id) {
        var reference =
                new Reference(grounds().connection().name(), action().spec().targetKind(), id, Map.of());
        if (grounds().connection().resolve(reference, Grounds.deadline()) instanceof Resolved.Found found) {
            return grounds().call(found.target(), action().spec());
        }
        throw new IllegalStateException("nothing is called " + id);
    }
}
