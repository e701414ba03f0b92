/** What the product costs, measured: {@code ./mvnw -Pbench verify} prints it. Nothing here passes or fails. */
@NullMarked
package dev.killswitch.bench;

import org.jspecify.annotations.NullMarked;
