package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.killswitch.Golden;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The API's description: what each operation takes, and what it answers, in a line each. */
@QuarkusTest
@QuarkusTestResource(FreshData.class)
class ApiDocumentTest {
    @Test
    void eachOperation_saysWhatItTakesAndAnswers() throws Exception {
        JsonNode document = new ObjectMapper()
                .readTree(Api.nobody()
                        .accept("application/json")
                        .get("/q/openapi?format=json")
                        .asString());
        var lines = new ArrayList<String>();
        sorted(document.path("paths"))
                .forEach((path, item) -> sorted(item).forEach((method, operation) -> {
                    lines.add(method + " " + path);
                    if (operation.has("requestBody")) {
                        lines.add("    body " + schemas(operation.path("requestBody")));
                    }
                    sorted(operation.path("responses"))
                            .forEach((status, response) -> lines.add("    " + status + " " + schemas(response)));
                }));

        assertThat(lines).noneMatch(line -> line.endsWith(" {}"));
        Golden.assertSame(ApiDocumentTest.class, "web/openapi.txt", String.join("\n", lines) + "\n");
        assertThat(document.at("/components/schemas/Problem/properties/detail").isMissingNode())
                .isFalse();
    }

    private static Map<String, JsonNode> sorted(JsonNode node) {
        var sorted = new TreeMap<String, JsonNode>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue().isObject()) {
                sorted.put(field.getKey(), field.getValue());
            }
        }
        return sorted;
    }

    private static String schemas(JsonNode holder) {
        var all = new ArrayList<String>();
        sorted(holder.path("content")).forEach((type, media) -> all.add(type + " " + schema(media.path("schema"))));
        return String.join(", ", all);
    }

    private static String schema(JsonNode schema) {
        if (schema.has("$ref")) {
            return schema.path("$ref").asText().replaceAll(".*/", "");
        }
        List<String> several = new ArrayList<>();
        schema.path("oneOf").forEach(one -> several.add(schema(one)));
        return several.isEmpty() ? schema.toString() : String.join(" or ", several);
    }
}
