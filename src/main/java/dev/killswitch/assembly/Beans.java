package dev.killswitch.assembly;

import dev.killswitch.store.CannotOpen;
import dev.killswitch.web.Product;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** What the rest of Quarkus sees of the product: one bean. */
@Singleton
final class Beans {
    private static final Logger LOG = Logger.getLogger(Beans.class);
    private static final int EXIT_REFUSED = 2;
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final Startup startup = new Startup();
    private final Killswitch killswitch;

    /** Starts the product; throws with everything that is wrong with the configuration. */
    @Inject
    Beans(@ConfigProperty(name = "quarkus.application.version") String version) {
        var properties = new HashMap<String, String>();
        System.getProperties()
                .stringPropertyNames()
                .forEach(name -> properties.put(name, System.getProperty(name, "")));
        // In development the range is there unless somebody says otherwise: nothing else is needed to try the product.
        Startup.Rooms unsaid =
                LaunchMode.current() == LaunchMode.NORMAL ? Startup.Rooms.WITHOUT_RANGE : Startup.Rooms.WITH_RANGE;
        Clock clock = Clock.tick(Clock.systemUTC(), MILLISECOND);
        var around = new Startup.Surroundings(properties, Map.copyOf(System.getenv()), unsaid, clock, version);
        killswitch = start(around);
    }

    /** What an operator has to mend is told in its own words, without a stack trace. */
    private Killswitch start(Startup.Surroundings around) {
        try {
            return startup.start(around);
        } catch (Startup.Refused | CannotOpen no) {
            startup.close();
            LOG.error(no.getMessage());
            // Quarkus stops its own start at the exception, and then waits to be told to leave.
            Quarkus.asyncExit(EXIT_REFUSED);
            throw new PreventFurtherStepsException(EXIT_REFUSED);
        }
    }

    @Produces
    @Singleton
    Product product() {
        return killswitch.product();
    }

    void started(@Observes StartupEvent event) {
        // Makes this bean before the first request comes.
    }

    void stopped(@Observes ShutdownEvent event) {
        startup.close();
    }
}
