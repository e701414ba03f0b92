package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.Golden;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RoutesTest {
    @Test
    void everyRoute_isOnThePage() {
        String page = String.format("%-6s %-40s %-22s %-10s %s%n", "METHOD", "PATH", "WHO", "IDEMPOTENT", "RESOURCE")
                + Routes.all().stream().map(Routes.Route::line).collect(Collectors.joining("\n", "", "\n"));

        Golden.assertSame(RoutesTest.class, "web/routes.txt", page);
    }

    @Test
    void everyRoute_saysWhoMayCallIt_andWhatTwiceMeans() {
        assertThat(Routes.all())
                .isNotEmpty()
                .noneMatch(route ->
                        route.who().startsWith("NOBODY") || route.repeated().startsWith("NOT"));
    }
}
