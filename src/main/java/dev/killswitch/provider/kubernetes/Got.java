package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of a read. */
sealed interface Got {
    record Found(JsonNode object) implements Got {}

    record Missing() implements Got {}

    record Denied(String permission) implements Got {}

    record Away(String why) implements Got {}
}
