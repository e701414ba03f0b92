package dev.killswitch.assembly;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.Provider;
import dev.killswitch.alert.SenderProof;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.assembly.Killswitch.Host;
import dev.killswitch.config.SecretFile;
import dev.killswitch.engine.EngineSettings;
import dev.killswitch.plan.AccountOf;
import dev.killswitch.plan.FactGuard;
import dev.killswitch.plan.FactGuards;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Names;
import dev.killswitch.plan.PlanSettings;
import dev.killswitch.plan.Planner;
import dev.killswitch.plan.Recipes;
import dev.killswitch.rule.RulebookLoader;
import dev.killswitch.rule.Vocabulary;
import dev.killswitch.web.Door;
import dev.killswitch.web.Product;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What follows from the configuration as it is now; swapped whole. Thread-safe. */
final class Live {
    private final Host host;
    private final ActionCatalog catalog;
    private volatile Now now;
    private volatile List<String> refused = List.of();

    private record Now(
            Settings settings,
            PlanSettings planning,
            Planner planner,
            FactGuards guards,
            Map<String, Mode> unsaid,
            Product.Ground ground) {}

    Live(Settings settings, Host host) {
        this.host = host;
        this.catalog = ActionCatalog.of(host.providers());
        this.now = of(settings, Map.of(), Settings.Said.NOTHING);
    }

    /** {@code doors} of before stay where nothing of their source is written anew: they know whom they have heard. */
    private Now of(Settings settings, Map<String, Door> doors, Settings.Said before) {
        PlanSettings planning = host.namespace()
                .map(own -> settings.planning().ourselves(Names.everywhere(Names.Sort.NAMESPACES, own)))
                .orElse(settings.planning());
        var unsaid = new HashMap<String, Mode>();
        settings.places().forEach((name, place) -> unsaid.put(name, place.unsaid()));
        var fresh = new HashMap<String, Door>();
        settings.sources().forEach((name, source) -> {
            Object said = settings.said().sources().get(name);
            Door old = said != null && said.equals(before.sources().get(name)) ? doors.get(name) : null;
            fresh.put(name, old == null ? door(source) : old);
        });
        return new Now(
                settings,
                planning,
                new Planner(planning, settings.places(), catalog, accounts(host.providers())),
                new FactGuards(planning),
                Map.copyOf(unsaid),
                new Product.Ground(fresh, settings.places()));
    }

    private static Door door(Source source) {
        return new Door(source, SenderProof.of(source.settings().proof(), path -> SecretFile.at(Path.of(path))));
    }

    private static AccountOf accounts(List<Provider> providers) {
        return (kind, id) -> providers.stream()
                .filter(provider -> kind.startsWith(provider.kind() + "."))
                .findFirst()
                .flatMap(provider -> provider.accountOf(kind, id));
    }

    void take(Settings fresh) {
        Now before = now;
        now = of(fresh, before.ground().doors(), before.settings().said());
    }

    Settings settings() {
        return now.settings();
    }

    ActionCatalog catalog() {
        return catalog;
    }

    PlanSettings planning() {
        return now.planning();
    }

    Planner planner() {
        return now.planner();
    }

    /** Of whatever is configured when it is asked. */
    FactGuard guards() {
        return (step, target, facts, moment) -> now.guards().judge(step, target, facts, moment);
    }

    Map<String, Mode> unsaid() {
        return now.unsaid();
    }

    Product.Ground ground() {
        return now.ground();
    }

    /** Makes rulebooks of the names that are configured now. */
    RulebookLoader loader() {
        return new RulebookLoader(
                new Vocabulary(catalog, Recipes.specs(catalog), settings().reach()));
    }

    EngineSettings engine() {
        Settings settings = settings();
        var heartbeats = new HashMap<String, Duration>();
        settings.sources()
                .forEach((name, source) ->
                        source.settings().heartbeat().ifPresent(heartbeat -> heartbeats.put(name, heartbeat)));
        return new EngineSettings(
                host.version(), settings.digest(), heartbeats, settings.watchEvery(), settings.collecting());
    }

    List<String> refused() {
        return refused;
    }

    void refuse(List<String> problems) {
        refused = List.copyOf(problems);
    }
}
