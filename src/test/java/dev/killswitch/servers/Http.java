package dev.killswitch.servers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks a starting server whether it is there. */
final class Http {
    private static final int MILLIS_MAX = 1_000;

    private Http() {}

    static boolean answersOk(URI uri) {
        try {
            var connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(MILLIS_MAX);
            connection.setReadTimeout(MILLIS_MAX);
            return connection.getResponseCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }
}
