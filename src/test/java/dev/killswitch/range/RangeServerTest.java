package dev.killswitch.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.range.Fault.Moment;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeServerTest {
    private final List<Request> changes = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private RangeServer server;

    @BeforeEach
    void start() {
        server = RangeServer.start(new World() {
            @Override
            public Answer answer(Request request) {
                changes.add(request);
                return new Answer(200, "text/plain", "ok " + changes.size());
            }

            @Override
            public Answer refusal(Request request, int status) {
                return new Answer(status, "text/plain", "no");
            }
        });
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void request_reachesTheWorldDecoded() throws Exception {
        assertThat(post("/a/b%2Fc?x=1%202&y", "Action=DoIt&Z=1").body()).isEqualTo("ok 1");
        Request seen = changes.getFirst();
        assertThat(seen.segments()).containsExactly("a", "b/c");
        assertThat(seen.query()).containsEntry("x", "1 2").containsEntry("y", "");
        assertThat(seen.line()).isEqualTo("POST /a/b%2Fc Action=DoIt");
        assertThat(server.faults().seen()).containsExactly("POST /a/b%2Fc Action=DoIt");
    }

    @Test
    void status_changesNothing_andComesAsOftenAsPlanned() throws Exception {
        server.faults().next("POST /x", 2, new Fault.Status(429, Optional.of(Duration.ofSeconds(7))));
        HttpResponse<String> refused = post("/x", "");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(post("/other", "").statusCode()).isEqualTo(200);
        assertThat(post("/x", "").statusCode()).isEqualTo(429);
        assertThat(post("/x", "").statusCode()).isEqualTo(200);
        assertThat(changes).hasSize(2);
    }

    @Test
    void drop_isBeforeOrAfterTheChange() throws Exception {
        server.faults().next("POST", new Fault.Drop(Moment.BEFORE));
        assertThatThrownBy(() -> post("/x", "")).isInstanceOf(IOException.class);
        assertThat(changes).isEmpty();
        server.faults().next("POST", new Fault.Drop(Moment.AFTER));
        assertThatThrownBy(() -> post("/x", "")).isInstanceOf(IOException.class);
        assertThat(changes).hasSize(1);
    }

    @Test
    void hang_neverAnswers_andHoldsUpNobodyElse() throws Exception {
        server.faults().next("POST /slow", new Fault.Hang(Moment.AFTER));
        var slow = client.sendAsync(request("/slow", ""), HttpResponse.BodyHandlers.ofString());
        while (server.faults().seen().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(post("/quick", "").body()).isEqualTo("ok 2");
        assertThat(slow).isNotDone();
        slow.cancel(true);
    }

    @Test
    void hook_runsOnceAtTheNthMatch_onItsSideOfTheChange() throws Exception {
        var seen = new ArrayList<String>();
        server.faults().onRequest("/x", 2, Moment.BEFORE, () -> seen.add("before with " + changes.size()));
        server.faults().onRequest("/x", 2, Moment.AFTER, () -> seen.add("after with " + changes.size()));
        post("/x", "");
        post("/y", "");
        post("/x", "");
        post("/x", "");
        assertThat(seen).containsExactly("before with 2", "after with 3");
    }

    @Test
    void stateFile_keepsTheLastWholeState(@TempDir Path directory) {
        Path made = directory.resolve("data");
        assertThat(StateFile.in(made, "world.json").read()).isEmpty();
        StateFile.in(made, "world.json").write("{\"a\":1}");
        StateFile.in(made, "world.json").write("{}");
        assertThat(StateFile.in(made, "world.json").read()).hasValue("{}");
        assertThat(made).isDirectoryContaining("glob:**/world.json").isDirectoryNotContaining("glob:**.new");
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(request(path, body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(server.uri().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
