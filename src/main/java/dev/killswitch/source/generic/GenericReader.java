package dev.killswitch.source.generic;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.Entities;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.alert.Json;
import dev.killswitch.alert.Parsed;
import dev.killswitch.alert.Parsed.Malformed;
import dev.killswitch.expression.Condition.Judgement;
import dev.killswitch.expression.Inputs;
import dev.killswitch.expression.Mapping;
import dev.killswitch.source.generic.FieldMap.NamedThing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads by the operator's map. What it names is believed as far as the operator's word goes: trust {@code mapped}. */
final class GenericReader implements AlertSource.Reader {
    /** A batch of more is cut at the sender; what is beyond is told, not read. */
    private static final int ITEMS_MAX = 1_000;

    private final Map<String, String> scope;
    private final FieldMap map;

    GenericReader(Map<String, String> scope, FieldMap map) {
        this.scope = Map.copyOf(scope);
        this.map = map;
    }

    @Override
    public Parsed read(Delivery delivery) {
        return switch (Json.read(delivery.body())) {
            case Json.Broken broken -> broken.malformed();
            case Json.Tree tree -> {
                Optional<Object> body = tree.root().plain();
                yield body.isEmpty()
                        ? tree.root().malformed("something")
                        : read(tree.root(), inputs(body.get(), delivery));
            }
        };
    }

    private static Inputs inputs(Object body, Delivery delivery) {
        return Inputs.of(Map.of("body", body, "headers", delivery.headers(), "item", body));
    }

    /** The operator says what the sender's id is; without a word, or where it fails, the bytes themselves are. */
    @Override
    public String deliveryKey(Delivery delivery) {
        Optional<Mapping> id = map.field("delivery");
        if (id.isPresent()
                && Json.read(delivery.body()) instanceof Json.Tree tree
                && tree.root().plain().isPresent()
                && id.get().take(inputs(tree.root().plain().get(), delivery)) instanceof Mapping.Result.Value value
                && Draft.asName(value.value()).isPresent()) {
            return "mapped:" + Draft.asName(value.value()).get();
        }
        return AlertSource.Reader.super.deliveryKey(delivery);
    }

    private Parsed read(Json root, Inputs inputs) {
        var whole = new Draft(map, inputs, "");
        if (map.ignoreWhen().isPresent()) {
            switch (map.ignoreWhen().get().judge(inputs)) {
                case Judgement.Yes _ -> {
                    return new Parsed.Ignored("the map says to ignore it");
                }
                case Judgement.No _ -> {}
                case Judgement.Erred erred -> {
                    return whole.failed("ignore-when", erred.why());
                }
            }
        }
        if (map.field("items").isEmpty()) {
            return answer(List.of(new Item(inputs, "", root.fields())), List.of());
        }
        Optional<Object> items = whole.value("items", map.field("items"));
        if (!whole.failures().isEmpty()) {
            return whole.failures().getFirst();
        }
        if (items.isEmpty()) {
            return new Parsed.Ignored("the map finds no items");
        }
        if (!(items.get() instanceof List<?> list)) {
            return whole.failed("items", "expected a list");
        }
        return batch(list, inputs);
    }

    /** One alert to be: its fields are what rules may read of it. */
    private record Item(Inputs inputs, String pointer, Map<String, Object> fields) {}

    private Parsed batch(List<?> list, Inputs inputs) {
        String base = Pointers.of(map.field("items").map(Mapping::text).orElse(""), "");
        var items = new ArrayList<Item>();
        for (Object item : list.stream().limit(ITEMS_MAX).toList()) {
            var fields = new TreeMap<String, Object>();
            if (item instanceof Map<?, ?> members) {
                members.forEach((name, value) -> fields.put(String.valueOf(name), value));
            }
            items.add(new Item(inputs.and("item", item), base + "/" + items.size(), fields));
        }
        List<Malformed> beyond = list.size() <= ITEMS_MAX
                ? List.of()
                : List.of(new Malformed(
                        base + "/" + ITEMS_MAX, "expected at most " + ITEMS_MAX + " items, found " + list.size()));
        return answer(items, beyond);
    }

    private Parsed answer(List<Item> items, List<Malformed> beyond) {
        var alerts = new ArrayList<Alert>();
        var skipped = new ArrayList<Malformed>();
        for (Item item : items) {
            alert(item, skipped).ifPresent(alerts::add);
        }
        skipped.addAll(beyond);
        if (alerts.isEmpty()) {
            return skipped.isEmpty() ? new Parsed.Ignored("the map finds no items") : skipped.getFirst();
        }
        return new Parsed.Received(alerts, skipped);
    }

    private Optional<Alert> alert(Item item, List<Malformed> skipped) {
        var draft = new Draft(map, item.inputs(), item.pointer());
        Optional<String> finding = draft.requiredName("finding");
        Optional<String> type = draft.requiredName("type");
        var severity = draft.severity();
        var activity = draft.activity();
        var occurred = draft.occurred();
        var flags = draft.flags();
        Optional<String> version = draft.name("version");
        String title = draft.title().or(() -> type).orElse("");
        if (finding.isEmpty() || type.isEmpty() || !draft.failures().isEmpty()) {
            skipped.addAll(draft.failures().subList(0, 1));
            return Optional.empty();
        }
        Entities entities = Entities.of(scope, Trust.MAPPED);
        map.things().forEach(thing -> add(thing, entities, draft, item.pointer()));
        skipped.addAll(draft.failures());
        skipped.addAll(entities.leftOut());
        return Optional.of(new Alert(
                finding.get(),
                version.orElse(null),
                type.get(),
                title,
                activity,
                severity,
                occurred.orElse(null),
                flags,
                item.fields(),
                entities.gathered()));
    }

    /** A thing that cannot be worked out is told beside the alert, which stands without it. */
    private static void add(NamedThing thing, Entities entities, Draft draft, String item) {
        if (thing.when().isPresent()) {
            switch (thing.when().get().judge(draft.inputs())) {
                case Judgement.Yes _ -> {}
                case Judgement.No _ -> {
                    return;
                }
                case Judgement.Erred erred -> {
                    draft.failed("entities.when", erred.why());
                    return;
                }
            }
        }
        int before = draft.failures().size();
        Entities here = entities;
        for (var narrower : thing.scope().entrySet()) {
            here = here.scoped(
                    narrower.getKey(),
                    draft.name("entities.scope." + narrower.getKey(), Optional.of(narrower.getValue())));
        }
        if (draft.failures().size() > before) {
            return;
        }
        String pointer = Pointers.of(thing.id().text(), item);
        Object ids = draft.value("entities.id", Optional.of(thing.id())).orElse(List.of());
        for (Object id : ids instanceof List<?> list ? list : List.of(ids)) {
            Optional<String> name = Draft.asName(id);
            if (name.isPresent()) {
                here.add(thing.kind(), name.get(), thing.role(), pointer);
            }
        }
    }
}
