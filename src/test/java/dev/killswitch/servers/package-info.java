/**
 * The real servers that the tests lean on: found or made once for each machine, started once for each run, gone with the
 * JVM. A test asks for one ({@link dev.killswitch.servers.ControlPlane#shared()}) and is skipped, or fails with
 * {@code -Dservers=required}, where it cannot be had.
 */
@NullMarked
package dev.killswitch.servers;

import org.jspecify.annotations.NullMarked;
