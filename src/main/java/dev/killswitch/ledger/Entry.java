package dev.killswitch.ledger;

/** The one rule for entries: any bytes, at most {@value #BYTES_MAX} of them. */
public final class Entry {
    /** A bundle writes the length of an entry in two bytes. */
    public static final int BYTES_MAX = 65_535;

    private Entry() {}

    /** Refuses what no bundle could hold, before it is in the log for ever. */
    public static void check(byte[] entry) {
        if (entry.length > BYTES_MAX) {
            throw new IllegalArgumentException("an entry has at most " + BYTES_MAX + " bytes, this one has "
                    + entry.length + "; put what is large into evidence and its digest into the entry");
        }
    }
}
