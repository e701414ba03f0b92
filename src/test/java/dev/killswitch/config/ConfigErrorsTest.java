package dev.killswitch.config;

import dev.killswitch.Golden;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator reads for each kind of mistake, as it stands in the golden file. */
class ConfigErrorsTest {
    @Test
    void eachMistake_isToldWithItsPlaceAndLine() {
        var mistakes = new LinkedHashMap<String, String>();
        mistakes.put("key twice", "store:\n  url: a\n  url: b\n");
        mistakes.put("unknown key", "store:\n  url: a\n  disk-resreve: 1G\n");
        mistakes.put("unknown level", "sotre:\n  url: a\nstore: {url: b}\n");
        mistakes.put("missing key", "store:\n  disk-reserve: 1G\n");
        mistakes.put("blank value", "store: {url: ''}\n");
        mistakes.put("nothing there", "store:\n  url:\n");
        mistakes.put("list for a value", "store: {url: [a]}\n");
        mistakes.put("value for a level", "store: jdbc\n");
        mistakes.put("value for a list", "store: {url: a}\nhosts: a\n");
        mistakes.put("level in a list of values", "store: {url: a}\nhosts: [{a: b}]\n");
        mistakes.put("value in a list of levels", "store: {url: a}\nrules: [a]\n");
        mistakes.put("span of time", "store: {url: a}\nwait: 10 minutes\n");
        mistakes.put("negative span", "store: {url: a}\nwait: PT-1S\n");
        mistakes.put("number out of range", "store: {url: a, disk-reserve: 2T}\n");
        mistakes.put("truth", "store: {url: a}\nquiet: yes\n");
        mistakes.put("choice", "store: {url: a}\nlevel: wanr\n");
        mistakes.put("tab", "store:\n\turl: a\n");
        mistakes.put("no colon", "store\n");
        mistakes.put("unclosed", "store: {url: a\n");
        mistakes.put("bad indentation", "store:\n  url: a\n disk-reserve: 1G\n");
        mistakes.put("two documents", "store: {url: a}\n---\nstore: {url: b}\n");
        mistakes.put("anchor", "store: &s {url: a}\n");
        mistakes.put("merge", "store:\n  <<: {url: a}\n  url: b\n");
        mistakes.put("unknown alias", "store: *s\n");
        mistakes.put("tag", "store: !!java.net.URL {url: a}\n");
        mistakes.put("key that is a list", "store: {url: a}\n? [a, b]\n: c\n");
        mistakes.put("control character", "store: {url: a\u0007b}\n");
        mistakes.put("top level list", "- a\n");
        Golden.assertSame(ConfigErrorsTest.class, "config/errors.txt", rendered(mistakes));
    }

    private static String rendered(Map<String, String> mistakes) {
        var text = new StringBuilder();
        mistakes.forEach((name, content) -> {
            var problems = new Problems();
            var document = Document.read("killswitch.yaml", content, problems);
            readAll(document.root());
            document.finish();
            text.append("== ")
                    .append(name)
                    .append('\n')
                    .append(problems.rendered())
                    .append("\n\n");
        });
        return text.toString();
    }

    private static void readAll(Section root) {
        Section store = root.section("store");
        store.requiredText("url");
        store.count("disk-reserve", 0, 0, 1L << 40);
        root.texts("hosts");
        root.sections("rules");
        root.duration("wait", Duration.ZERO);
        root.on("quiet");
        root.choice("level", Level.class, Level.WARN);
    }

    private enum Level {
        WARN,
        INFO
    }
}
