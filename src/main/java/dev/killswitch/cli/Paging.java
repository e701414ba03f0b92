package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a list. */
final class Paging {
    @Option(names = "--limit", paramLabel = "<count>", description = "How many, 1 to 500 (default 50).")
    int limit = 50;

    @Option(names = "--after", paramLabel = "<id>", description = "Go on after the last one of the page before.")
    @Nullable
    String after;

    /** Prints a page of {@code path}, one line for each. */
    Exit print(Session session, String path, Function<JsonNode, String> line) throws Stop {
        String start = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        JsonNode page = session.get(after == null ? start : start + "&after=" + Session.encoded(after));
        Screen screen = session.screen();
        if (session.wantsJson()) {
            screen.json(page);
            return Exit.DONE;
        }
        List<JsonNode> items = Json.list(page, "items");
        items.forEach(item -> screen.say(line.apply(item)));
        if (items.isEmpty()) {
            screen.note("none");
        }
        Json.text(page, "next").ifPresent(next -> screen.note("there are more: --after " + next));
        return Exit.DONE;
    }
}
