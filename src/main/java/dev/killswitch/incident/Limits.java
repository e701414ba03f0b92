package dev.killswitch.incident;

import java.util.List;

/**
 * How much of what others wrote goes into one entry. An entry is first written with the widest; where it comes out too
 * long, with the next: the last ones leave room for every event there is.
 *
 * @param nameBytes the longest name or id of somebody else; real ones stay below 2,048 (an ARN)
 * @param textBytes the longest explanation, in bytes as written
 * @param count the most members of one list or map
 */
record Limits(int nameBytes, int textBytes, int count) {
    static final List<Limits> WIDEST_FIRST = List.of(
            new Limits(2_048, 8_192, 400),
            new Limits(1_024, 2_048, 100),
            new Limits(512, 512, 24),
            new Limits(128, 128, 8));
}
