package dev.killswitch.web;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Requests as those who make them. */
final class Api {
    private Api() {}

    static RequestSpecification as(String role) {
        return given().urlEncodingEnabled(true).header("Authorization", "Bearer " + secret(role));
    }

    static RequestSpecification nobody() {
        return given();
    }

    /** A sender of that source, with its proof. */
    static RequestSpecification sender(String source) {
        return as("source-" + source).contentType(ContentType.JSON);
    }

    static String secret(String name) {
        try {
            return Files.readString(FreshData.directory().resolve("tokens").resolve(name))
                    .strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
