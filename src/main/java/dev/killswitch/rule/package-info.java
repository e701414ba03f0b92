/** From rule files to a rulebook, and from an alert to the rules that say yes. Pure: time comes in as a value. */
@NullMarked
package dev.killswitch.rule;

import org.jspecify.annotations.NullMarked;
