/** Any sender of JSON, whose fields the operator maps by expressions. */
@NullMarked
package dev.killswitch.source.generic;

import org.jspecify.annotations.NullMarked;
