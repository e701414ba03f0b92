package dev.killswitch.review;

import dev.killswitch.alert.AwsArn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody holds in their hand and asks about: a name, an id, or a whole error message with one in it.
 *
 * @param candidates what it may name, the most telling first
 */
public record Hand(String text, List<String> candidates) {
    /** An error message of a cloud is shorter; the rest of a longer paste is not read. */
    private static final int LENGTH_MAX = 8 * 1024;

    /** Each is a look-up. */
    private static final int CANDIDATES_MAX = 32;

    /** A longer name is in no index. */
    private static final int NAME_LENGTH_MAX = 512;

    private static final Pattern OUR_ID =
            Pattern.compile("(?<![0-9A-Za-z])[acdiors]-[0-9a-hjkmnp-tv-z]{26}(?![0-9a-z])");
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:[^\\s\"'`<>,;()]+");
    private static final Pattern AWS_ID = Pattern.compile("\\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,124}\\b");
    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("system:serviceaccount:([a-z0-9.-]+):([a-z0-9.-]+)");
    private static final Pattern TOKEN = Pattern.compile("[^\\s\"'`<>,;()\\[\\]{}=]+");
    private static final Pattern KIND_PREFIX =
            Pattern.compile("(?:pods?|po|users?|roles?|keys?|namespaces?|ns|serviceaccounts?|sa)/(.+)");

    /** A word of prose tells little; a name has at least one of these. */
    private static final Pattern NAMELIKE = Pattern.compile(".*[0-9/._:@-].*");

    public Hand {
        candidates = List.copyOf(candidates);
    }

    public static Hand of(String text) {
        String trimmed = text.strip();
        String read = trimmed.length() > LENGTH_MAX ? trimmed.substring(0, LENGTH_MAX) : trimmed;
        Set<String> found = new LinkedHashSet<>();
        add(found, read);
        all(OUR_ID, read).forEach(id -> add(found, id));
        all(ARN, read).forEach(arn -> arn(found, arn));
        all(AWS_ID, read).forEach(id -> add(found, id));
        Matcher account = SERVICE_ACCOUNT.matcher(read);
        while (account.find()) {
            add(found, account.group(1) + "/" + account.group(2));
        }
        List<String> tokens =
                all(TOKEN, read).stream().map(Hand::withoutFullStop).toList();
        tokens.stream().filter(token -> NAMELIKE.matcher(token).matches()).forEach(token -> token(found, token));
        tokens.forEach(token -> add(found, token));
        return new Hand(read, found.stream().limit(CANDIDATES_MAX).toList());
    }

    private static List<String> all(Pattern pattern, String text) {
        var found = new ArrayList<String>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find() && found.size() < CANDIDATES_MAX) {
            found.add(matcher.group());
        }
        return found;
    }

    private static void add(Set<String> found, String name) {
        if (!name.isBlank() && name.length() <= NAME_LENGTH_MAX) {
            found.add(name);
        }
    }

    private static void token(Set<String> found, String token) {
        add(found, token);
        Matcher kind = KIND_PREFIX.matcher(token);
        if (kind.matches()) {
            add(found, kind.group(1));
        }
    }

    /** Names in alerts and steps may be the whole ARN or its last part; a session means its role. */
    private static void arn(Set<String> found, String text) {
        String arn = withoutFullStop(text);
        add(found, arn);
        AwsArn.parse(arn).ifPresent(parts -> {
            List<String> path = parts.path();
            if (path.getFirst().equals("assumed-role") && path.size() > 1) {
                add(found, path.get(1));
                add(found, "arn:" + parts.partition() + ":iam::" + parts.account() + ":role/" + path.get(1));
            } else if (path.size() > 1) {
                add(found, parts.name());
            }
        });
    }

    private static String withoutFullStop(String token) {
        String rest = token;
        while (rest.endsWith(".") || rest.endsWith(":")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        return rest;
    }
}
