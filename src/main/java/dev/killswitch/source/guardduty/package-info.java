/** Findings of AWS GuardDuty, as EventBridge hands them on: to an API destination, or through an SNS topic. */
@NullMarked
package dev.killswitch.source.guardduty;

import org.jspecify.annotations.NullMarked;
