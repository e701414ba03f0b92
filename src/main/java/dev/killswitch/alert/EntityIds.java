package dev.killswitch.alert;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the id of an entity looks like, by kind. Senders write words where they know no id: those are never one. */
public final class EntityIds {
    /** Words that stand for "I do not know", in any letter case. */
    private static final Set<String> PLACEHOLDERS = Set.of("null", "<na>", "n/a", "unknown", "undefined");

    /** What GuardDuty's sample findings and addresses of no host have in place of a value. */
    private static final Set<String> SAMPLES = Set.of("i-99999999", "198.51.100.0", "0.0.0.0", "::", "::1");

    private static final int LENGTH_MAX = 512;

    private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final String SUBDOMAIN = "[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?";
    private static final String AWS_NAME = "[\\w+=,.@-]{1,64}";
    private static final String IAM_ARN = "arn:aws[a-z-]*:iam::[0-9]{12}:";
    /** What may stand before an id of EC2, which says neither account nor region. */
    private static final String EC2_ARN = "(arn:aws[a-z-]*:ec2:[a-z0-9-]{1,32}:[0-9]{12}:%s/)?";

    /** A credential may be named by its user too, and has to be where AWS does not tell whose it is. */
    private static final String CREDENTIAL_OF = "((" + AWS_NAME + "|" + IAM_ARN + "user/[\\x21-\\x7e]+)/)?";

    private static final String SESSION = "[\\w+=,.@-]{2,64}";
    private static final String IPV4 = "((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}";

    private static final String ADDRESS = IPV4 + "|[0-9a-fA-F:]*:[0-9a-fA-F:]+(\\.[0-9.]+)?";
    private static final String POD = "kubernetes.pod";
    private static final String POD_UID = "uid:";
    private static final String POD_CONTAINER = "container:";
    private static final String POD_ADDRESS = "ip:";
    private static final String ACCOUNT = "kubernetes.serviceaccount";
    private static final String ACCOUNT_USER = "system:serviceaccount:";

    private static final Map<String, Pattern> FORMS = Map.ofEntries(
            form(
                    POD,
                    LABEL + "/" + SUBDOMAIN + "|" + POD_UID + "[0-9a-f-]{32,36}|" + POD_CONTAINER
                            + "([a-z-]+://)?[0-9a-f]{12,64}|" + POD_ADDRESS + "(" + ADDRESS + ")"),
            form("kubernetes.workload", LABEL + "/[A-Z][A-Za-z]{1,62}/" + SUBDOMAIN),
            form("kubernetes.gitops", LABEL + "/(Application|Kustomization|HelmRelease)/" + SUBDOMAIN),
            form("kubernetes.namespace", LABEL),
            form("kubernetes.node", SUBDOMAIN),
            form(ACCOUNT, LABEL + "/" + SUBDOMAIN + "|" + ACCOUNT_USER + LABEL + ":" + SUBDOMAIN),
            form("kubernetes.secret", LABEL + "/" + SUBDOMAIN),
            form(
                    "kubernetes.subject",
                    "(User|Group):\\S.*|Credential:(X509SHA256=[0-9a-f]{64}|JTI=[0-9A-Za-z-]{1,64})|ServiceAccount:"
                            + LABEL + "/" + SUBDOMAIN),
            form("kubernetes.networkpolicy", LABEL + "/" + SUBDOMAIN),
            form("kubernetes.rolebinding", "(" + LABEL + "/)?[^/%]+"),
            form("kubernetes.image", "[^@\\s]+(@sha256:[0-9a-f]{64})?"),
            form(LeakedTokens.KIND, "(JTI=[0-9a-f-]{36}|no-JTI)/[0-9a-f]{16}"),
            form("container", "([a-z-]+://)?[0-9a-f]{12,64}"),
            form("aws.access-key", "(AKIA|ASIA)[A-Z0-9]{12,124}"),
            form("aws.user", AWS_NAME + "|" + IAM_ARN + "user/[\\x21-\\x7e]+"),
            form("aws.service-credential", CREDENTIAL_OF + "ACCA[A-Z0-9]{12,124}"),
            form("aws.ssh-key", CREDENTIAL_OF + "APKA[A-Z0-9]{12,124}"),
            form("aws.signing-certificate", CREDENTIAL_OF + "\\w{16,128}"),
            form("aws.role", AWS_NAME + "|" + IAM_ARN + "role/[\\x21-\\x7e]+"),
            form(
                    "aws.session",
                    "AROA[A-Z0-9]{12,124}:" + SESSION + "|(" + AWS_NAME + "|" + IAM_ARN + "role/[\\x21-\\x7e]+|"
                            + "arn:aws[a-z-]*:sts::[0-9]{12}:assumed-role/" + AWS_NAME + ")/" + SESSION),
            form("aws.root", "[0-9]{12}"),
            form("aws.instance", EC2_ARN.formatted("instance") + "i-[0-9a-f]{8,17}"),
            form("aws.network-interface", EC2_ARN.formatted("network-interface") + "eni-[0-9a-f]{8,17}"),
            form("aws.security-group-rule", "sgr-[0-9a-f]{8,17}"),
            form("aws.bucket", "[A-Za-z0-9][A-Za-z0-9._-]{2,254}"),
            form("aws.db-instance", "[A-Za-z][A-Za-z0-9-]{0,62}"),
            form("aws.db-cluster", "[A-Za-z][A-Za-z0-9-]{0,62}"),
            form("ip", ADDRESS));

    private EntityIds() {}

    private static Map.Entry<String, Pattern> form(String kind, String form) {
        return Map.entry(kind, Pattern.compile(form));
    }

    /** Whether a sender that writes {@code id} names a thing of {@code kind}. A kind that is not known takes any name. */
    public static boolean fits(String kind, String id) {
        if (kind.equals(POD) && id.startsWith(POD_ADDRESS)) {
            return hasForm(kind, id) && fits("ip", id.substring(POD_ADDRESS.length()));
        }
        return hasForm(kind, id)
                && saysSomething(id)
                && !(kind.equals("ip") && id.startsWith("127."))
                && !SAMPLES.contains(id);
    }

    /** Whether it means one thing now and another later: a pod's address passes on, and so does its name. */
    public static boolean isOfItsTime(String kind, String id) {
        return kind.equals(POD) && !id.startsWith(POD_UID) && !id.startsWith(POD_CONTAINER);
    }

    /** However senders write it, one thing has one name. */
    static String oneName(String kind, String id) {
        return kind.equals(ACCOUNT) && id.startsWith(ACCOUNT_USER)
                ? id.substring(ACCOUNT_USER.length()).replaceFirst(":", "/")
                : id;
    }

    /** Whether a person that writes {@code id} may mean a thing of {@code kind}: one may well be called {@code unknown}. */
    public static boolean hasForm(String kind, String id) {
        return !id.isBlank()
                && id.length() <= LENGTH_MAX
                && id.chars().noneMatch(Character::isISOControl)
                && (!FORMS.containsKey(kind) || FORMS.get(kind).matcher(id).matches());
    }

    /** Whether it is no word, nor made of one, that stands for "I do not know". */
    static boolean saysSomething(String id) {
        return !id.isBlank()
                && !standsForNothing(id)
                && List.of(id.split("[/:]", -1)).stream().noneMatch(EntityIds::standsForNothing);
    }

    private static boolean standsForNothing(String part) {
        return PLACEHOLDERS.contains(part.strip().toLowerCase(Locale.ROOT))
                || part.startsWith("%")
                || part.startsWith("GeneratedFinding");
    }
}
