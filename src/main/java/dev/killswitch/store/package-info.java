/**
 * The record on disk: the journal's one appender, the ledger's tables and those of what its entries add up to, the register
 * that reads them. Only user of JDBC, and only on platform threads.
 */
@NullMarked
package dev.killswitch.store;

import org.jspecify.annotations.NullMarked;
