/**
 * Containment in AWS IAM, tier 1: what cannot escalate. One class per action,
 * {@link dev.killswitch.provider.aws.AwsCalls} over the SDK's clients, and types of their own for names, so that a call
 * with no name, which AWS takes as one on the caller itself, cannot be written.
 */
@NullMarked
package dev.killswitch.provider.aws;

import org.jspecify.annotations.NullMarked;
