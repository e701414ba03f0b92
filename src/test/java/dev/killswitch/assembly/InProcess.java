package dev.killswitch.assembly;

import dev.killswitch.web.Product;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** The whole product without HTTP, on a configuration of somebody else's. */
public final class InProcess implements AutoCloseable {
    private final Startup startup = new Startup();
    private final Product product;

    private InProcess(Startup.Surroundings around) {
        product = startup.start(around).product();
    }

    public static InProcess start(Path data, Path configuration) {
        Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
        var properties =
                Map.of("killswitch.data-directory", data.toString(), "killswitch.config", configuration.toString());
        return new InProcess(
                new Startup.Surroundings(properties, Map.of(), Startup.Rooms.WITHOUT_RANGE, clock, "test"));
    }

    /** On the practice range, by a clock of the test's. */
    public static InProcess onRange(Path data, Clock clock) {
        var properties = Map.of("killswitch.data-directory", data.toString());
        return new InProcess(new Startup.Surroundings(properties, Map.of(), Startup.Rooms.WITH_RANGE, clock, "test"));
    }

    public Product product() {
        return product;
    }

    @Override
    public void close() {
        startup.close();
    }
}
