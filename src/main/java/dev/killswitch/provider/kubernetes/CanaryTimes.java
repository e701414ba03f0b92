package dev.killswitch.provider.kubernetes;

import java.time.Instant;

/** When what was done to the canary, by our own clock: isolated, to be released, and looked at for the last time. */
record CanaryTimes(Instant isolated, Instant released, Instant over) {}
