package dev.killswitch.web;

import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.alert.Body;
import dev.killswitch.alert.LeakedTokens;
import dev.killswitch.config.Secret;
import dev.killswitch.config.Section;
import dev.killswitch.plan.Order;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads what a person sends as an order; each mistake in it is told, by the name of its field. */
final class OrderReader {
    /** Longer than any ARN. */
    private static final int NAME_LENGTH_MAX = 2_048;

    private static final int CONFIRM_MAX = 1_000_000;

    private static final String CARRIES_TOKEN =
            "the order carries a ServiceAccount's token, and what is ordered is on record for good: nothing was done; leave"
                    + " it out, and as it has leaked order kubernetes.revoke-token, with the token as the target's id, which ks do"
                    + " kubernetes.revoke-token - < FILE does";

    private final BiFunction<String, Section, Parameters> parameters;

    /** With what reads the parameters of an action or a recipe of that name. */
    OrderReader(BiFunction<String, Section, Parameters> parameters) {
        this.parameters = parameters;
    }

    /**
     * An order as it was read.
     *
     * @param reason blank where none was typed
     * @param tokens the one that the order is about, by the name that is its target's id; no other goes on
     */
    record Read(Order order, String reason, Map<String, Secret> tokens) {
        Read {
            tokens = Map.copyOf(tokens);
        }
    }

    /** Throws {@link ProblemException} with each mistake. */
    Read read(byte[] body, String id, String person) {
        // Each byte as one character, so that what is no text is told as it came.
        LeakedTokens.Text text = LeakedTokens.takeOut(new String(body, StandardCharsets.ISO_8859_1));
        byte[] left = text.left().getBytes(StandardCharsets.ISO_8859_1);
        Read read = RequestBody.of(left).read(root -> read(root, text.tokens(), id, person));
        Reference target = read.order().target();
        if (!text.tokens().isEmpty()
                && !(target.kind().equals(LeakedTokens.KIND)
                        && text.tokens().keySet().equals(Set.of(target.id())))) {
            throw carriesToken();
        }
        return read;
    }

    /** Without a word of it. */
    static ProblemException carriesToken() {
        return new ProblemException(Problem.Kind.HELD, CARRIES_TOKEN);
    }

    private Read read(Section root, Map<String, Secret> tokens, String id, String person) {
        String what = what(root);
        Section target = root.section("target");
        var reference = new Reference(name(target, "connection"), name(target, "kind"), name(target, "id"), Map.of());
        Parameters given = parameters.apply(what, root.section("parameters"));
        @Nullable Duration ttl = root.text("ttl").isPresent() ? root.duration("ttl", Duration.ZERO) : null;
        Set<String> overrides = new TreeSet<>(root.texts("override"));
        int confirm = (int) root.count("confirm", 0, 0, CONFIRM_MAX);
        String reason = RequestBody.reason(root);
        return new Read(new Order(id, person, what, reference, given, ttl, overrides, confirm), reason, tokens);
    }

    private static String what(Section root) {
        boolean action = root.text("action").isPresent();
        boolean recipe = root.text("recipe").isPresent();
        if (action && recipe) {
            root.problem("recipe", "a recipe beside an action", "one of the two");
        }
        return recipe && !action ? name(root, "recipe") : name(root, "action");
    }

    private static String name(Section section, String key) {
        String name = section.requiredText(key);
        if (name.length() > NAME_LENGTH_MAX || name.chars().anyMatch(Character::isISOControl)) {
            section.problem(
                    key, name.length() + " characters", "at most " + NAME_LENGTH_MAX + ", all of them printable");
            return "";
        }
        return name;
    }

    /** The same for the same order, however it was written; without its id, which is new each time. */
    static String digest(Read read) {
        Order order = read.order();
        String all = String.join(
                "\n",
                order.what(),
                order.target().connection(),
                order.target().kind(),
                order.target().id(),
                new TreeMap<>(order.parameters().values()).toString(),
                String.valueOf(order.ttl()),
                new TreeSet<>(order.overrides()).toString(),
                Integer.toString(order.confirm()),
                read.reason());
        return "sha256:" + Body.of(all.getBytes(StandardCharsets.UTF_8)).sha256();
    }
}
