package dev.killswitch.range.kubernetes;

/** How the practice range's network takes network policies. There are no packets: what connects, and what does not, is told. */
public enum Network {
    /** New connections are refused, and open ones end. */
    CUTS,
    /** New connections are refused, and open ones go on. */
    KEEPS,
    /** As {@link #CUTS}, but a pod still reaches its own node. */
    CUTS_BUT_FOR_THE_NODE,
    /** As {@link #CUTS}, but not between pods of one node. */
    CUTS_BETWEEN_NODES,
    /** As {@link #CUTS}, but pods whose names differ in their last part alone are taken for one. */
    CUTS_REPLICAS_TOGETHER,
    /** Policies change nothing. */
    IGNORES,
    /** Nothing ever connects. */
    DEAD
}
