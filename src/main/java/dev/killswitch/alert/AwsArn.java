package dev.killswitch.alert;

import java.util.List;
import java.util.Optional;

/**
 * The parts of an Amazon resource name, such as {@code arn:aws:sts::111122223333:assumed-role/batch/i-0abc}.
 *
 * @param resource all that follows the account, colons and slashes too
 */
public record AwsArn(String partition, String service, String region, String account, String resource) {
    /** Empty where {@code text} is none. */
    public static Optional<AwsArn> parse(String text) {
        List<String> parts = List.of(text.split(":", 6));
        return parts.size() == 6
                        && parts.getFirst().equals("arn")
                        && parts.get(1).startsWith("aws")
                ? Optional.of(new AwsArn(parts.get(1), parts.get(2), parts.get(3), parts.get(4), parts.get(5)))
                : Optional.empty();
    }

    /** The resource's parts between slashes: {@code [assumed-role, batch, i-0abc]}. */
    public List<String> path() {
        return List.of(resource.split("/", -1));
    }

    /** The last part of the path: names of users and roles stand there, after any path of their own. */
    public String name() {
        return path().getLast();
    }
}
