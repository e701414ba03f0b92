/**
 * Where the parts are put together: the one place that knows every part, and that nobody uses. Reads the configuration,
 * opens what it names, and starts in the order that keeps the intake ready first.
 */
@NullMarked
package dev.killswitch.assembly;

import org.jspecify.annotations.NullMarked;
