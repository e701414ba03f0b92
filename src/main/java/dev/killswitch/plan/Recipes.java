package dev.killswitch.plan;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.plan.Recipe.Part;
import dev.killswitch.plan.Step.Each;
import dev.killswitch.rule.RecipeSpec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The recipes that come with the product. */
public final class Recipes {
    private static final Each CREDENTIALS_OF_USER = new Each(
            "aws.disable-access-key",
            "aws.access-key",
            List.of(
                    new Each("aws.disable-service-credential", "aws.service-credential"),
                    new Each("aws.disable-ssh-key", "aws.ssh-key"),
                    new Each("aws.disable-signing-certificate", "aws.signing-certificate")));

    /**
     * The deny comes first: it takes the power to make new keys from whoever holds the old ones. Who may attach policies
     * can fill the quota that it needs: then what needs no room there is taken.
     */
    private static final Recipe CONTAIN_USER = new Recipe(
            "aws.contain-user",
            "aws.user",
            "deny everything to a user, then make each of its access keys and other credentials inactive",
            List.of(new Part("aws.deny-user", Set.of(), CREDENTIALS_OF_USER, Recipe.Stronger.TAKE)));

    /** An instance that nobody can end in the meantime, and then each way in and out of it. */
    private static final Recipe ISOLATE_INSTANCE = new Recipe(
            "aws.isolate-instance",
            "aws.instance",
            "protect an instance from termination, then take each of its network interfaces off the network",
            List.of(new Part(
                    "aws.protect-instance", Set.of(), new Each("aws.isolate-interface", "aws.network-interface"))));

    /** Who may write IAM takes off what is denied in his account, within the seconds that it needs: the organization comes first. */
    private static final Recipe CONTAIN_ADMINISTRATOR = new Recipe(
            "aws.contain-administrator",
            "aws.user",
            "deny everything to a user by the organization and then in its account, before each of its access keys and other"
                    + " credentials is made inactive",
            List.of(
                    new Part("aws.deny-principal-user", Set.of(), null),
                    new Part(
                            "aws.deny-user",
                            Set.of("aws.deny-principal-user"),
                            CREDENTIALS_OF_USER,
                            Recipe.Stronger.TAKE)));

    /**
     * The deny first: it ends all at once. What follows holds where somebody takes the deny off, and the time until which
     * sessions are revoked lies some seconds ahead, so that one that is given out before the trust is closed ends too.
     */
    private static final Recipe CONTAIN_ROLE = new Recipe(
            "aws.contain-role",
            "aws.role",
            "deny everything to a role, revoke the sessions it gave out, then let nobody assume it",
            List.of(
                    new Part("aws.deny-role", Set.of(), null, Recipe.Stronger.TAKE),
                    new Part("aws.revoke-role-sessions", Set.of("aws.deny-role"), null),
                    new Part("aws.edit-role-trust", Set.of("aws.revoke-role-sessions"), null)));

    /** Where the network plugin lets established connections live on, only the pod's end cuts them. */
    private static final Recipe ISOLATE_AND_KILL_POD = new Recipe(
            "kubernetes.isolate-and-kill-pod",
            "kubernetes.pod",
            "take a pod off the network, then end it, so that connections that are open end too",
            List.of(
                    new Part("kubernetes.isolate-pod", Set.of(), null),
                    new Part("kubernetes.kill-pod", Set.of("kubernetes.isolate-pod"), null)));

    /**
     * A policy over the workload closes the network to those that are there and to those that come. Each pod is then taken
     * off by itself, which makes it nobody's, before the workload is told to have none: so it stays for whoever looks at it.
     */
    private static final Recipe CONTAIN_WORKLOAD = new Recipe(
            "kubernetes.contain-workload",
            "kubernetes.workload",
            "take a workload and each of its pods off the network, then scale it to zero, so that no more come",
            List.of(
                    new Part(
                            "kubernetes.isolate-workload",
                            Set.of(),
                            new Each("kubernetes.isolate-pod", "kubernetes.pod")),
                    new Part("kubernetes.scale-to-zero", Set.of("kubernetes.isolate-workload"), null)));

    /** The cordon first: else the pods that are evicted may come back to the same node. */
    private static final Recipe DRAIN_BYSTANDERS = new Recipe(
            "kubernetes.drain-bystanders",
            "kubernetes.node",
            "cordon a node, then evict each pod that could as well live elsewhere: none that is isolated",
            List.of(new Part("kubernetes.cordon-node", Set.of(), new Each("kubernetes.evict-pod", "kubernetes.pod"))));

    private static final Recipe CONTAIN_CRON_JOB = new Recipe(
            "kubernetes.contain-cronjob",
            "kubernetes.workload",
            "suspend a cron job, then each job that it has started",
            List.of(new Part(
                    "kubernetes.suspend-cronjob",
                    Set.of(),
                    new Each("kubernetes.suspend-job", "kubernetes.workload"))));

    /** The tokens first: a pod that is off the network may have sent its own away before. */
    private static final Recipe CONTAIN_SERVICE_ACCOUNT = new Recipe(
            "kubernetes.contain-serviceaccount",
            "kubernetes.serviceaccount",
            "kill all tokens of a service account, then take each pod that uses it off the network",
            List.of(new Part(
                    "kubernetes.freeze-serviceaccount",
                    Set.of(),
                    new Each("kubernetes.isolate-pod", "kubernetes.pod"))));

    /** Who may write no more cannot bind itself again. */
    private static final Recipe CONTAIN_SUBJECT = new Recipe(
            "kubernetes.contain-subject",
            "kubernetes.subject",
            "refuse every write of a user, group or service account, then take away each binding of roles that names it",
            List.of(new Part(
                    "kubernetes.deny-subject-writes",
                    Set.of(),
                    new Each("kubernetes.strip-rbac-subject", "kubernetes.rolebinding"))));

    /** A policy is emptied and not deleted: were it the last that selects a pod, that pod would be open. */
    private static final Recipe CLOSE_NAMESPACE = new Recipe(
            "kubernetes.close-namespace",
            "kubernetes.namespace",
            "take everything in a namespace off the network, then all rules from each other policy that still allows",
            List.of(new Part(
                    "kubernetes.isolate-namespace",
                    Set.of(),
                    new Each("kubernetes.withdraw-network-policy", "kubernetes.networkpolicy"))));

    private static final List<Recipe> ALL = List.of(
            CLOSE_NAMESPACE,
            CONTAIN_USER,
            CONTAIN_ADMINISTRATOR,
            ISOLATE_INSTANCE,
            CONTAIN_ROLE,
            ISOLATE_AND_KILL_POD,
            CONTAIN_SERVICE_ACCOUNT,
            CONTAIN_WORKLOAD,
            CONTAIN_CRON_JOB,
            CONTAIN_SUBJECT,
            DRAIN_BYSTANDERS);

    private Recipes() {}

    public static List<Recipe> all() {
        return ALL;
    }

    public static Optional<Recipe> find(String name) {
        return ALL.stream().filter(recipe -> recipe.name().equals(name)).findFirst();
    }

    /** Those whose actions are all in {@code catalog}, as rule files are checked against them, by name. */
    public static Map<String, RecipeSpec> specs(ActionCatalog catalog) {
        return ALL.stream()
                .filter(recipe -> isWhole(recipe, catalog))
                .collect(Collectors.toMap(Recipe::name, recipe -> spec(recipe, catalog)));
    }

    static boolean isWhole(Recipe recipe, ActionCatalog catalog) {
        return actions(recipe).allMatch(action -> catalog.find(action).isPresent());
    }

    /** What it can promise is the least of what its actions can; its parameters are theirs. */
    static RecipeSpec spec(Recipe recipe, ActionCatalog catalog) {
        List<ActionSpec> specs =
                actions(recipe).flatMap(action -> catalog.find(action).stream()).toList();
        var parameters = new LinkedHashMap<String, Param>();
        specs.forEach(spec -> spec.parameters().forEach(param -> parameters.putIfAbsent(param.name(), param)));
        parameters.remove(whose(recipe.targetKind()));
        Undo undo = specs.stream()
                .map(ActionSpec::undo)
                .max(Comparator.naturalOrder())
                .orElse(Undo.NONE);
        return new RecipeSpec(
                recipe.name(),
                recipe.targetKind(),
                undo,
                List.copyOf(parameters.values()),
                actions(recipe).toList());
    }

    /** The parameter that takes the id of a thing of {@code kind}, where an action is done to what belongs to it. */
    static String whose(String kind) {
        return kind.substring(kind.lastIndexOf('.') + 1);
    }

    /** Those of its parts and those that follow on each thing. */
    private static Stream<String> actions(Recipe recipe) {
        return recipe.parts().stream().flatMap(part -> part.actions().stream());
    }
}
