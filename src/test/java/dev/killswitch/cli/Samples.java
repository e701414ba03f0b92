package dev.killswitch.cli;

/** Answers as the HTTP API gives them. */
final class Samples {
    static final String CONNECTIONS = """
            {"items":[
              {"connection":"range-account","kind":"aws","ready":true,"why":null,"automation":"armed","permissions":[]},
              {"connection":"range-cluster","kind":"kubernetes","ready":true,"why":null,"automation":"armed",
               "permissions":[{"action":"kubernetes.kill-pod","permissions":"missing: delete pods"}]}],"next":null}""";

    static final String TWO_CLUSTERS = """
            {"items":[{"connection":"prod-eu","kind":"kubernetes"},{"connection":"prod-us","kind":"kubernetes"}],"next":null}""";

    private Samples() {}

    static String step(String id, String state) {
        return """
                {"step":"%s","action":"kubernetes.isolate-pod",
                 "target":{"connection":"range-cluster","kind":"kubernetes.pod","id":"shop/toolbox","uid":"u-1"},
                 "stage":"isolate","verdict":"act","guards":[],"state":"%s","containment":"c-%s"}""".formatted(id, state, id);
    }

    static String accepted(String... steps) {
        return """
                {"order":"o-1","incident":"i-1","steps":[%s],"recorded":true}""".formatted(String.join(",", steps));
    }

    static String incident(String... steps) {
        return """
                {"incident":"i-1","opened":"2026-03-01T10:00:00.000Z","state":"contained","alerts":[],"orders":[],
                 "steps":[%s],"containments":[]}""".formatted(String.join(",", steps));
    }

    static String containment(String state, String proof) {
        return """
                {"containment":"c-s-1","incident":"i-1","step":"s-1","action":"kubernetes.isolate-pod",
                 "target":{"connection":"range-cluster","kind":"kubernetes.pod","id":"shop/toolbox","uid":"u-1"},
                 "state":"%s","proof":%s,"since":"2026-03-01T10:00:02.000Z","until":null,"by":{"role":"responder"},
                 "undo":"exact","holders":1,"ledger":[17,19]}""".formatted(state, proof);
    }

    static final String PROVEN = """
            {"is":"proven","how":"a probe was cut off","survives":null,"until":null,"stillWorks":[],"why":null}""";
}
