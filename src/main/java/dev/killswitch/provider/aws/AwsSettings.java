package dev.killswitch.provider.aws;

import dev.killswitch.action.Tiers;
import dev.killswitch.config.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an operator writes for a connection of kind {@code aws}.
 *
 * @param role what to assume in each account, {@code {account}} filled in; without it the credentials act themselves
 * @param externalId what the role's trust policy may ask for
 * @param credentialsFile in the form of {@code ~/.aws/credentials}, its default profile; without it the SDK's usual places
 * @param region where STS is called
 * @param regions where EC2 is
 * @param endpoint another address for all of AWS; plain http only to this machine itself
 * @param tiers what is switched on; none means that we only look
 * @param settling how long IAM is taken to need until a change is in force
 * @param organization where the prepared service control policy is
 */
record AwsSettings(
        Optional<String> role,
        Optional<String> externalId,
        Optional<Path> credentialsFile,
        List<AccountId> accounts,
        String region,
        List<String> regions,
        Optional<URI> endpoint,
        Set<String> tiers,
        Duration settling,
        Optional<Organization> organization) {
    /** One round of warming must fit into a minute. */
    private static final int ACCOUNTS_MAX = 100;

    /** AWS has some forty. */
    private static final int REGIONS_MAX = 50;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Pattern ROLE =
            Pattern.compile("arn:aws(?:-cn|-us-gov)?:iam::(?:[0-9]{12}|\\{account\\}):role/[!-z|~]{1,512}");
    private static final Pattern POLICY = Pattern.compile("p-[0-9a-zA-Z_]{8,128}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(?:-[a-z]+)+-[0-9]");
    private static final String A_REGION = "a region, such as eu-west-1";
    private static final Pattern EXTERNAL_ID = Pattern.compile("[A-Za-z0-9_+=,.@:/-]{2,1224}");
    /** Published measurements say three to four seconds. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private static final Duration SETTLING_MAX = Duration.ofMinutes(10);

    AwsSettings {
        accounts = List.copyOf(accounts);
        regions = List.copyOf(regions);
        tiers = Set.copyOf(tiers);
    }

    /** What is wrong is told there, and what comes back then is not to be used. */
    static AwsSettings read(Section given) {
        List<AccountId> accounts = accounts(given);
        String region = matching(given, "region", REGION, A_REGION).orElse("us-east-1");
        return new AwsSettings(
                role(given, accounts.size()),
                matching(given, "external-id", EXTERNAL_ID, "2 to 1224 of A-Z a-z 0-9 _+=,.@:/-"),
                given.text("credentials-file").map(Path::of),
                accounts,
                region,
                regions(given, region),
                endpoint(given),
                Tiers.read(given, AwsProvider.ACTIONS),
                settling(given),
                organization(given));
    }

    /**
     * The organization's prepared policy.
     *
     * @param role what to assume to change it; without it the credentials act themselves
     */
    record Organization(String policy, Optional<String> role) {}

    private static Optional<Organization> organization(Section given) {
        String tier = DenyPrincipal.OF_USER.tier();
        if (!given.names().contains("organization")) {
            if (given.texts("tiers").contains(tier)) {
                given.problem("tiers", tier, "a section organization too, which names the prepared policy");
            }
            return Optional.empty();
        }
        Section own = given.section("organization");
        String policy = own.requiredText("policy");
        if (!policy.isBlank() && !POLICY.matcher(policy).matches()) {
            own.problem("policy", policy, "the id of a service control policy, such as p-0123456789");
        }
        return Optional.of(new Organization(
                policy,
                matching(
                        own,
                        "role",
                        ROLE,
                        "an ARN of a role, such as arn:aws:iam::999988887777:role/killswitch/Slot")));
    }

    private static List<AccountId> accounts(Section given) {
        var accounts = new LinkedHashSet<AccountId>();
        List<String> written = given.texts("accounts");
        for (String text : written) {
            AccountId.parse(text)
                    .ifPresentOrElse(
                            accounts::add,
                            () -> given.problem("accounts", text, "12 digits, quoted so that no zero is lost"));
        }
        if (written.isEmpty() || written.size() > ACCOUNTS_MAX) {
            given.problem("accounts", written.size() + " accounts", "1 to " + ACCOUNTS_MAX + ", 12 digits each");
        }
        return new ArrayList<>(accounts);
    }

    private static List<String> regions(Section given, String home) {
        var regions = new LinkedHashSet<String>();
        for (String text : given.texts("regions")) {
            if (REGION.matcher(text).matches()) {
                regions.add(text);
            } else {
                given.problem("regions", text, A_REGION);
            }
        }
        if (regions.size() > REGIONS_MAX) {
            given.problem("regions", regions.size() + " regions", "at most " + REGIONS_MAX);
        }
        return regions.isEmpty() ? List.of(home) : new ArrayList<>(regions);
    }

    private static Optional<String> role(Section given, int accounts) {
        Optional<String> role = matching(
                given,
                "role",
                ROLE,
                "an ARN of a role with {account} in it, such as arn:aws:iam::{account}:role/killswitch/Responder");
        if (accounts > 1 && role.filter(arn -> arn.contains("{account}")).isEmpty()) {
            given.problem(
                    "role", role.orElse("nothing"), "an ARN with {account} in it, since there are several accounts");
        }
        return role;
    }

    private static Optional<URI> endpoint(Section given) {
        Optional<String> written = given.text("endpoint");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        String expected = "https://host[:port], or http:// to 127.0.0.1, localhost or [::1]";
        try {
            var uri = new URI(written.get());
            String host = uri.getHost() == null ? "" : uri.getHost();
            boolean safe =
                    "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host));
            if (safe && !host.isEmpty() && uri.getUserInfo() == null) {
                return Optional.of(uri);
            }
            given.problem("endpoint", written.get(), expected);
        } catch (URISyntaxException e) {
            given.problem("endpoint", written.get(), expected);
        }
        return Optional.empty();
    }

    private static Duration settling(Section given) {
        return given.duration("settling", SETTLING, Duration.ZERO, SETTLING_MAX);
    }

    private static Optional<String> matching(Section given, String key, Pattern form, String expected) {
        Optional<String> text = given.text(key);
        if (text.isPresent() && !form.matcher(text.get()).matches()) {
            given.problem(key, text.get(), expected);
            return Optional.empty();
        }
        return text;
    }

    /** The role to assume in {@code account}. */
    Optional<String> roleIn(AccountId account) {
        return role.map(arn -> arn.replace("{account}", account.digits()));
    }
}
