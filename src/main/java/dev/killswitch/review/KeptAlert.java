package dev.killswitch.review;

import dev.killswitch.alert.Alert;
import java.time.Instant;

/** An alert of a delivery that is kept beside the ledger, read again. */
public record KeptAlert(String delivery, Instant received, String source, Alert alert) {}
