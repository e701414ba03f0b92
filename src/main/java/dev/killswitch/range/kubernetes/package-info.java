/** A small Kubernetes API in memory: what our provider and {@code kubectl} need of one, and nothing pretended. */
@NullMarked
package dev.killswitch.range.kubernetes;

import org.jspecify.annotations.NullMarked;
