package dev.killswitch.cli;

import dev.killswitch.alert.Body;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A server that says what it was told to say: for each method and path a list of answers, of which the last is kept. */
final class FakeServer implements Server {
    final List<Request> asked = new ArrayList<>();
    private final Map<String, List<Reply>> answers = new LinkedHashMap<>();
    private final Map<String, Fetched.Whole> files = new LinkedHashMap<>();
    private int closed;

    FakeServer says(String request, int status, String body) {
        answers.computeIfAbsent(request, _ -> new ArrayList<>()).add(new Reply.Answered(status, body));
        return this;
    }

    FakeServer says(String request, String body) {
        return says(request, 200, body);
    }

    FakeServer isSilent(String request) {
        answers.computeIfAbsent(request, _ -> new ArrayList<>()).add(new Reply.Silent("nobody listens there"));
        return this;
    }

    /** Bytes, as evidence is served, with its salt. */
    FakeServer serves(String path, String content, String salt) {
        files.put(
                path,
                new Fetched.Whole(Body.of(content.getBytes(StandardCharsets.UTF_8)), Map.of("killswitch-salt", salt)));
        return this;
    }

    @Override
    public Fetched fetch(Request request) {
        Fetched.Whole file = files.get(request.path());
        if (file == null) {
            return new Fetched.Not(send(request));
        }
        asked.add(request);
        return file;
    }

    @Override
    public Reply send(Request request) {
        asked.add(request);
        List<Reply> left = answers.get(request.method() + " " + request.path());
        if (left == null) {
            return new Reply.Answered(404, """
                    {"title":"no such thing","status":404,"detail":"the fake knows no %s %s"}""".formatted(request.method(), request.path()));
        }
        return left.size() > 1 ? left.removeFirst() : left.getFirst();
    }

    /** Requests of one method, as method and path. */
    List<String> paths(String method) {
        return asked.stream()
                .filter(request -> request.method().equals(method))
                .map(request -> request.method() + " " + request.path())
                .toList();
    }

    /** The body that was sent with the last POST. */
    String posted() {
        return String.valueOf(asked.stream()
                .filter(request -> request.method().equals("POST"))
                .toList()
                .getLast()
                .body());
    }

    boolean isClosed() {
        return closed > 0;
    }

    @Override
    public void close() {
        closed++;
    }
}
