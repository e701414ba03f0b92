package dev.killswitch.provider.aws;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A thing of EC2 in full: whose it is, where, and its id. AWS gives no id twice, so this is the uid of a target. The time of
 * a launch is no part of it: an instance that is stopped and started has a new one and is the same.
 *
 * @param kind of the target
 */
record Ec2Arn(String region, AccountId account, String kind, String id) {
    private static final Pattern FORM = Pattern.compile(
            "arn:aws(?:-cn|-us-gov)?:ec2:([a-z]{2}(?:-[a-z]+)+-[0-9]):([0-9]{12}):([a-z-]+)/([a-z]+-[0-9a-f]{8,17})");
    private static final Map<String, String> KINDS =
            Map.of("instance", Kinds.INSTANCE, "network-interface", Kinds.NETWORK_INTERFACE);
    private static final Map<String, Pattern> IDS = Map.of(
            Kinds.INSTANCE, Pattern.compile("i-[0-9a-f]{8,17}"),
            Kinds.NETWORK_INTERFACE, Pattern.compile("eni-[0-9a-f]{8,17}"));

    /** Whether {@code kind} is one of EC2's. */
    static boolean isOf(String kind) {
        return IDS.containsKey(kind);
    }

    /** Whether {@code id} is what EC2 calls such a thing. */
    static boolean fits(String kind, String id) {
        return Optional.ofNullable(IDS.get(kind))
                .filter(form -> form.matcher(id).matches())
                .isPresent();
    }

    static String example(String kind) {
        return kind.equals(Kinds.INSTANCE) ? "i-…" : "eni-…";
    }

    /** Empty for what is none. */
    static Optional<Ec2Arn> parse(String text) {
        Matcher arn = FORM.matcher(text);
        return arn.matches() && KINDS.containsKey(arn.group(3)) && fits(KINDS.get(arn.group(3)), arn.group(4))
                ? Optional.of(
                        new Ec2Arn(arn.group(1), new AccountId(arn.group(2)), KINDS.get(arn.group(3)), arn.group(4)))
                : Optional.empty();
    }

    /** The same for another thing of that account and region. */
    Ec2Arn of(String otherKind, String otherId) {
        return new Ec2Arn(region, account, otherKind, otherId);
    }

    @Override
    public String toString() {
        String partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
        return "arn:" + partition + ":ec2:" + region + ":" + account + ":" + kind.substring("aws.".length()) + "/" + id;
    }
}
