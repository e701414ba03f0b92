/** One AWS account of air: IAM and STS as far as containing needs them, by the protocol that AWS's own clients speak. */
@NullMarked
package dev.killswitch.range.aws;

import org.jspecify.annotations.NullMarked;
