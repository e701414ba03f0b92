/** The command line {@code ks}: speaks to a server over its HTTP API, and checks rules and ledgers with no server near. */
@NullMarked
package dev.killswitch.cli;

import org.jspecify.annotations.NullMarked;
