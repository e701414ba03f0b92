/**
 * What people read afterwards, and during: timelines, why, post-mortems, metrics. Folds of the record, pure: the same
 * entries give the same words. Never asks the engine.
 */
@NullMarked
package dev.killswitch.review;

import org.jspecify.annotations.NullMarked;
