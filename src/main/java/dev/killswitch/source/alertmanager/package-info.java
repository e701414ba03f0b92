/** Prometheus Alertmanager: groups of alerts, whose labels mean what the operator says they mean. */
@NullMarked
package dev.killswitch.source.alertmanager;

import org.jspecify.annotations.NullMarked;
