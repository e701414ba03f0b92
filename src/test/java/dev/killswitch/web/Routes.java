package dev.killswitch.web;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every route there is, read from the annotations. */
final class Routes {
    private static final Set<String> READERS = Set.of(Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR);

    private Routes() {}

    /**
     * One route.
     *
     * @param roles who may call it; empty where it is open, or checks by itself
     */
    record Route(String method, String path, Set<String> roles, String who, String repeated, String resource) {
        String line() {
            return String.format("%-6s %-40s %-22s %-10s %s", method, path, who, repeated, resource)
                    .stripTrailing();
        }
    }

    static List<Route> all() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.killswitch.web").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(Routes::of)
                        .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
                        .distinct()
                        .toList();
    }

    private static Stream<Route> of(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> verb(method).map(verb -> route(verb, resource, method)).stream());
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static Route route(String verb, Class<?> resource, Method method) {
        Path below = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
        RolesAllowed allowed = method.getAnnotation(RolesAllowed.class);
        Set<String> roles = allowed == null ? Set.of() : new TreeSet<>(List.of(allowed.value()));
        return new Route(
                verb, path, roles, who(resource, method, roles), repeated(verb, method), resource.getSimpleName());
    }

    private static String who(Class<?> resource, Method method, Set<String> roles) {
        if (roles.equals(READERS)) {
            return "viewer";
        }
        if (!roles.isEmpty()) {
            return String.join("|", roles);
        }
        if (method.getAnnotation(PermitAll.class) == null) {
            return "NOBODY SAYS";
        }
        if (resource.isAnnotationPresent(LedgerReaders.class)) {
            return "reviewer|public";
        }
        return resource == AlertResource.class ? "sender" : "anybody";
    }

    private static String repeated(String verb, Method method) {
        if (verb.equals("GET")) {
            return "yes";
        }
        Repeated repeated = method.getAnnotation(Repeated.class);
        return repeated == null
                ? "NOT SAID"
                : switch (repeated.value()) {
                    case HARMLESS -> "yes";
                    case BY_ID, BY_KEY -> Words.of(repeated.value());
                };
    }
}
