package dev.killswitch.helm;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Our chart under Helm's own engine, in this process. */
final class Chart {
    /** The least that an operator must say. */
    static final Map<String, String> IMAGE =
            Map.of("image.repository", "registry.example/killswitch", "image.tag", "1.0.0");

    private static final Path DIRECTORY = Path.of("helm");
    private static final Path ALL = Path.of("src/test/resources/helm/all.yaml");

    private Chart() {}

    /** Lints a copy in {@code directory} whose values name an image: ours do not. */
    static LintResult lint(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(DIRECTORY.relativize(file).toString()), REPLACE_EXISTING);
            }
        }
        Path values = directory.resolve("values.yaml");
        Files.writeString(
                values,
                Files.readString(values)
                        .replace("repository: \"\"", "repository: registry.example/killswitch")
                        .replace("tag: \"\"", "tag: 1.0.0"));
        return new Helm(directory).lint().strict().call();
    }

    /** What {@code helm install killswitch --namespace …} would make. Throws with Helm's words where it refuses. */
    static String render(String namespace, Map<String, ?> values) {
        TemplateCommand template = template(namespace);
        values.forEach(template::set);
        return template.call();
    }

    /** With everything on that can be switched on. */
    static String renderAll(String namespace) {
        return template(namespace).withValuesFile(ALL).call();
    }

    private static TemplateCommand template(String namespace) {
        return new Helm(DIRECTORY)
                .template()
                .withName("killswitch")
                .withNamespace(namespace)
                .withKubeVersion("1.36.3");
    }
}
