/** The practice range: small servers in memory on loopback ports, behind which the real providers run. */
@NullMarked
package dev.killswitch.range;

import org.jspecify.annotations.NullMarked;
