package dev.killswitch.cli;

import dev.killswitch.cli.Machine.Ink;
import dev.killswitch.config.IdSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A terminal to type commands into: nothing waits, and time goes on only while a command does. */
final class Terminal {
    static final Instant START = Instant.parse("2026-03-01T10:14:00Z");

    final Map<String, String> environment = new HashMap<>();
    Ink ink = Ink.PLAIN;
    List<Path> directories = List.of();
    Instant now = START;
    String input = "";

    /** Where the command went, and with what. */
    @Nullable
    URI connected;

    Optional<String> token = Optional.empty();
    private final Machine.Connector connector;

    Terminal(Server server) {
        this((_, _) -> server);
    }

    Terminal(Machine.Connector connector) {
        this.connector = connector;
    }

    /** How a command ended and what it printed. */
    record Ran(int code, String out, String err) {}

    Ran run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Ks.run(machine(), args, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Ran(code, out.toString(), err.toString());
    }

    Machine machine() {
        var count = new AtomicInteger();
        IdSource ids = prefix -> prefix + "-" + count.incrementAndGet();
        return new Machine(
                environment,
                directories,
                ink,
                new Ticking(),
                (Duration time) -> now = now.plus(time),
                ids,
                (base, secret) -> {
                    connected = base;
                    token = secret;
                    return connector.open(base, secret);
                },
                () -> input,
                "1.2.3");
    }

    private final class Ticking extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
