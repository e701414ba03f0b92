/** Falco and Falcosidekick: runtime events of pods, audit events of Kubernetes, CloudTrail events of AWS. */
@NullMarked
package dev.killswitch.source.falco;

import org.jspecify.annotations.NullMarked;
