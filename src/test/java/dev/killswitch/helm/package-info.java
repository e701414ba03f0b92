/** The chart: what it renders, what it refuses, and what a real API server makes of it. */
@NullMarked
package dev.killswitch.helm;

import org.jspecify.annotations.NullMarked;
