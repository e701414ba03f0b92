package dev.killswitch.alert;

import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Gathers the entities of one alert. What is no id of its kind, or a word that stands for none, is left out; what is named
 * again keeps its first place. Used by one thread.
 */
public final class Entities {
    /** An attack sequence names some dozens. */
    private static final int MAX = 1_000;

    /** As long as the longest id. */
    private static final int WORDS_MAX = 512;

    private final SequencedMap<List<Object>, Entity> gathered;
    private final Map<String, String> scope;
    private final Trust trust;

    private Entities(SequencedMap<List<Object>, Entity> gathered, Map<String, String> scope, Trust trust) {
        this.gathered = gathered;
        this.scope = Map.copyOf(scope);
        this.trust = trust;
    }

    /** None yet; each will have {@code scope} and {@code trust}. */
    public static Entities of(Map<String, String> scope, Trust trust) {
        return new Entities(new LinkedHashMap<>(), scope, trust);
    }

    /** Gathers into the same list, with {@code key} of the scope said; nothing changes where {@code said} is empty. */
    public Entities scoped(String key, Optional<String> said) {
        var narrower = new HashMap<>(scope);
        said.filter(value -> EntityIds.fits(key, value)).ifPresent(value -> narrower.put(key, value));
        return new Entities(gathered, narrower, trust);
    }

    /** Gathers into the same list, with no word on {@code key} in the scope. */
    public Entities without(String key) {
        var wider = new HashMap<>(scope);
        wider.remove(key);
        return new Entities(gathered, wider, trust);
    }

    /** Adds what stands at {@code place}, if that is an id of {@code kind}. */
    public void add(String kind, Role role, Json place) {
        place.text().ifPresent(id -> add(kind, id, role, place));
    }

    /** Adds {@code id}, if it is one of {@code kind}. */
    public void add(String kind, String id, Role role, Json place) {
        add(kind, id, role, place.pointer());
    }

    /** Adds {@code written}, if it is one of {@code kind}, as read at {@code pointer}. */
    public void add(String kind, String written, Role role, String pointer) {
        String id = EntityIds.oneName(kind, written);
        if (EntityIds.fits(kind, id) && gathered.size() <= MAX) {
            gathered.putIfAbsent(List.of(kind, id, role, scope), new Entity(kind, id, scope, role, trust, pointer));
        }
    }

    /**
     * Adds {@code id} as one of {@code kind}; where it is none, as words that the sender put in its place, so that whoever
     * saw them there finds the alert by them. Words are never a target.
     */
    public void addOrQuote(String kind, String id, Role role, Json place) {
        add(kind, id, role, place);
        boolean isWords = !EntityIds.hasForm(kind, id) && EntityIds.saysSomething(id);
        if (isWords && gathered.size() <= MAX) {
            String words = id.length() <= WORDS_MAX ? id : id.substring(0, WORDS_MAX);
            gathered.putIfAbsent(
                    List.of(kind, words, Role.RELATED, scope),
                    new Entity(kind, words, scope, Role.RELATED, Trust.TEXT, place.pointer()));
        }
    }

    public List<Entity> gathered() {
        return gathered.values().stream().limit(MAX).toList();
    }

    /** Says that there were more than we take, where it is so. */
    public List<Parsed.Malformed> leftOut() {
        return gathered.size() <= MAX
                ? List.of()
                : List.of(new Parsed.Malformed(
                        gathered.lastEntry().getValue().path(),
                        "expected at most " + MAX + " entities, left out this one and what follows"));
    }
}
