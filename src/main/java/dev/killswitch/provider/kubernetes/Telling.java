package dev.killswitch.provider.kubernetes;

import dev.killswitch.config.Section;

/**
 * What whoever meets our marks in a cluster is told beside them.
 *
 * @param contact who to ask; blank where nobody is named
 * @param events whether what became of a thing is told by an Event of it
 */
record Telling(String contact, Events events) {
    /** It stands on each thing and in each Event, whose texts the API server bounds. */
    private static final int CONTACT_BYTES_MAX = 120;

    /** Whether they are written. */
    enum Events {
        ON,
        OFF
    }

    static Telling read(Section section) {
        String contact = section.text("contact").orElse("");
        if (Plain.bytes(contact) > CONTACT_BYTES_MAX || !contact.equals(Plain.of(contact))) {
            section.problem(
                    "contact",
                    Plain.bytes(contact) + " bytes",
                    "who to ask, in one line of at most " + CONTACT_BYTES_MAX + " bytes, such as '#security-on-call'");
            contact = "";
        }
        return new Telling(contact, section.choice("events", Events.class, Events.ON));
    }
}
