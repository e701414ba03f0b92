package dev.killswitch.alert;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The envelope in which Amazon SNS posts to HTTPS. What it says is the sender's word until its signature is checked. */
public final class SnsMessage {
    /** Only SNS itself has hosts of this form. */
    private static final Pattern HOST = Pattern.compile("sns\\.[a-zA-Z0-9-]{3,}\\.amazonaws\\.com(\\.cn)?");

    private final Json root;

    private SnsMessage(Json root) {
        this.root = root;
    }

    /** What it is for. */
    public enum Type {
        NOTIFICATION,
        SUBSCRIPTION_CONFIRMATION,
        UNSUBSCRIBE_CONFIRMATION
    }

    /** Empty where {@code root} is no such envelope. */
    public static Optional<SnsMessage> of(Json root) {
        var message = new SnsMessage(root);
        boolean whole = message.type().isPresent()
                && List.of("MessageId", "TopicArn", "Timestamp").stream()
                        .allMatch(key -> root.at(key).name().isPresent())
                && root.at("Message").text().isPresent();
        return whole ? Optional.of(message) : Optional.empty();
    }

    /** Empty where the word is none of the three. */
    public Optional<Type> type() {
        return switch (text("Type")) {
            case "Notification" -> Optional.of(Type.NOTIFICATION);
            case "SubscriptionConfirmation" -> Optional.of(Type.SUBSCRIPTION_CONFIRMATION);
            case "UnsubscribeConfirmation" -> Optional.of(Type.UNSUBSCRIBE_CONFIRMATION);
            default -> Optional.empty();
        };
    }

    /** The same over all attempts to deliver it. */
    public String id() {
        return text("MessageId");
    }

    public String topic() {
        return text("TopicArn");
    }

    /** What was published. */
    public Json message() {
        return root.at("Message");
    }

    /** The address that confirms the subscription; empty where it is missing or not one of SNS. Never fetch another. */
    public Optional<URI> subscribeUrl() {
        return root.at("SubscribeURL")
                .text()
                .flatMap(SnsMessage::address)
                .filter(url -> Optional.ofNullable(url.getRawQuery())
                        .filter(query -> query.startsWith("Action=ConfirmSubscription&"))
                        .isPresent());
    }

    /** Where the certificate of the signature is; empty where it is missing or not an address of SNS. */
    Optional<URI> certificateUrl() {
        return root.at("SigningCertURL")
                .text()
                .flatMap(SnsMessage::address)
                .filter(url -> url.getRawPath().endsWith(".pem") && url.getRawQuery() == null);
    }

    String text(String key) {
        return root.at(key).text().orElse("");
    }

    /** What the signature is over: some keys in a fixed order, each with its value, each on a line of its own. */
    String signedText() {
        List<String> keys = type().orElseThrow() == Type.NOTIFICATION
                ? List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
                : List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
        var signed = new StringBuilder();
        for (String key : keys) {
            root.at(key)
                    .text()
                    .ifPresent(value ->
                            signed.append(key).append('\n').append(value).append('\n'));
        }
        return signed.toString();
    }

    private static Optional<URI> address(String text) {
        try {
            URI address = new URI(text);
            boolean itsOwn = "https".equals(address.getScheme())
                    && address.getHost() != null
                    && HOST.matcher(address.getHost()).matches()
                    && (address.getPort() == -1 || address.getPort() == 443)
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null;
            return itsOwn ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
