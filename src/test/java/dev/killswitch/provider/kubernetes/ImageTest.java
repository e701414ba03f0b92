package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {
    @ParameterizedTest
    @CsvSource({
        "nginx, nginx, true",
        "nginx, nginx:1.29, true",
        "nginx, docker.io/library/nginx:1.29, true",
        "docker.io/library/nginx, nginx, true",
        "index.docker.io/nginx, library/nginx, true",
        "docker.io/acme/web, acme/web:1, true",
        "acme/web, quay.io/acme/web:1, false",
        "nginx, nginx-unprivileged:1, false",
        "nginx, acme/nginx:1, false",
        "localhost:5000/web, localhost:5000/web:1, true",
        "registry.example/web, registry.example/web/extra:1, false",
        "registry.example/web, Registry.EXAMPLE/web:7, true",
        "Registry.example/web, registry.example/web@sha256:00, true",
        "registry.example/web, registry.example:443/web:7, true",
        "registry.example:443/web, REGISTRY.example/web:7, true",
        "registry.example:5000/web, registry.example/web:7, false",
        "registry.example/web, registry.example:5000/web:7, false",
        "nginx, Docker.io:443/library/nginx:1, true",
        "nginx, registry-1.docker.io/library/nginx:1, true",
        "registry.example/web, evil.example/registry.example/web:1, false",
    })
    void repository_isMeantByEachWayToWriteIt(String id, String written, boolean is) {
        assertThat(Image.of(id).orElseThrow().is(written)).isEqualTo(is);
    }

    @Test
    void digest_isMeantWhateverTheRepository() {
        String digest = "sha256:" + "ab".repeat(32);
        Image image = Image.of("registry.example/web@" + digest).orElseThrow();
        assertThat(image.is("web:7@" + digest)).isTrue();
        assertThat(image.is("registry.example/web:7")).isFalse();
        assertThat(image.uid())
                .isEqualTo(Image.of("another@" + digest).orElseThrow().uid());
    }

    @Test
    void repository_isToldInCel_byItsHostInLowerCaseAndWithThePort() {
        assertThat(Image.of("Registry.example/shop/web").orElseThrow().cel("i"))
                .isEqualTo("[i.lowerAscii()].exists(lower, lower == \"registry.example/shop/web\""
                        + " || lower.startsWith(\"registry.example/shop/web:\")"
                        + " || lower.startsWith(\"registry.example/shop/web@\")"
                        + " || lower == \"registry.example:443/shop/web\""
                        + " || lower.startsWith(\"registry.example:443/shop/web:\")"
                        + " || lower.startsWith(\"registry.example:443/shop/web@\"))");
    }

    @Test
    void waysToWriteTheSame_areOneTarget() {
        assertThat(Image.of("nginx").orElseThrow().uid())
                .isEqualTo(Image.of("docker.io/library/nginx").orElseThrow().uid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "web:7", "Web", "web@sha256:00", "a b", "registry.example/", "web\") || (\"\" == \"", "*"})
    void tags_patterns_andWhatIsNoName_areNoImage(String id) {
        assertThat(Image.of(id)).isEmpty();
    }
}
