package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.killswitch.web.Routes.Route;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each route, as each of those who may or may not call it; with requests that change nothing. */
@QuarkusTest
@QuarkusTestResource(FreshData.class)
class RoleMatrixTest {
    private static final List<String> ROLES = List.of("viewer", "responder", "reviewer", "operator");

    static List<Route> routes() {
        return Routes.all();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void eachRole_isLetInOrNot(Route route) {
        assumeThat(route.who()).isNotEqualTo("sender");
        for (String role : ROLES) {
            Response answer = send(route, Api.as(role));
            if (mayCall(role, route)) {
                assertThat(answer.statusCode()).as("%s as %s", route, role).isNotIn(401, 403, 405);
            } else {
                assertThat(answer.statusCode()).as("%s as %s", route, role).isEqualTo(403);
                assertThat(answer.contentType()).startsWith("application/problem+json");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void nobody_andWhoeverForges_isNotLetIn(Route route) {
        assumeThat(route.who()).isNotIn("sender", "anybody");
        String real = Api.secret("operator");
        String[] parts = real.split("\\.");
        List<String> forged = List.of(
                "x",
                "eyJhbGciOiJub25lIn0." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + parts[2].substring(0, parts[2].length() - 4) + "AAAA",
                Api.secret("source-falco"));

        assertThat(send(route, Api.nobody()).statusCode()).isEqualTo(401);
        for (String token : forged) {
            Response answer = send(route, Api.nobody().header("Authorization", "Bearer " + token));
            assertThat(answer.statusCode()).as("%s with %s", route, token).isEqualTo(401);
            assertThat(answer.contentType()).startsWith("application/problem+json");
        }
    }

    private static boolean mayCall(String role, Route route) {
        if (route.who().equals("reviewer|public")) {
            return role.equals(Role.REVIEWER);
        }
        return route.roles().contains(role) || route.who().equals("anybody");
    }

    private static Response send(Route route, RequestSpecification who) {
        String path = route.path()
                .replace("{place: .+}", "0/000")
                .replace("{id}", "c-00000000000000000000000000")
                .replace("{name}", "no-such-rule")
                .replace("{index}", "0")
                .replace("{source}", "falco");
        return route.method().equals("GET")
                ? who.get(path)
                : who.contentType(ContentType.JSON).body("{\"unknown\":1}").post(path);
    }
}
