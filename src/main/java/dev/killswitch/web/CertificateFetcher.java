package dev.killswitch.web;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Asks the one host that we call on a sender's word. */
interface CertificateFetcher {
    /** The largest answer that is read: a certificate has some 2,000 bytes. */
    int BYTES_MAX = 32 * 1024;

    /** GETs {@code address}, which the caller has checked, without following redirects. Fails where that fails in time. */
    CompletableFuture<byte[]> get(URI address);
}
