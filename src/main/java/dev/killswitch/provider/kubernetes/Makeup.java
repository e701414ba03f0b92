package dev.killswitch.provider.kubernetes;

/**
 * What a cluster's network is made of, as far as a measurement depends on it. Each is blank where it could not be seen.
 *
 * @param cluster the uid of namespace {@code kube-system}: another cluster that has come by this one's name has another
 * @param plugin the network plugin's DaemonSet and its images
 * @param apis the policy APIs that are served
 */
record Makeup(String cluster, String plugin, String apis) {}
