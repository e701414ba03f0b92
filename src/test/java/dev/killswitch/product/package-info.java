/** The packaged product as a process, met from outside. */
@NullMarked
package dev.killswitch.product;

import org.jspecify.annotations.NullMarked;
