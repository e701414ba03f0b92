package dev.killswitch.range.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.range.Answer;
import dev.killswitch.range.Request;
import dev.killswitch.range.StateFile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PracticeAccountTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);
    private static final String DENY_ALL = "arn:aws:iam::aws:policy/AWSDenyAll";
    private static final String ADMIN = PracticeAccount.keyId("break-glass", 1);

    private PracticeAccount account = new PracticeAccount(StateFile.nowhere(), CLOCK);

    @Test
    void ids_areTheSameOnEachFirstDay_andKnownToWhoeverWroteThemDown() {
        assertThat(PracticeAccount.keyId("alice", 1)).isEqualTo("AKIARTX3GSDS5AXONLEJ");
        assertThat(said(ADMIN, "ListAccessKeys", Map.of("UserName", "alice"))).contains("AKIARTX3GSDS5AXONLEJ");
    }

    @Test
    void change_outlivesARestart(@TempDir Path directory) {
        account = new PracticeAccount(StateFile.in(directory, "account.json"), CLOCK);
        String key = PracticeAccount.keyId("alice", 1);
        said(ADMIN, "UpdateAccessKey", Map.of("UserName", "alice", "AccessKeyId", key, "Status", "Inactive"));
        said(ADMIN, "AttachRolePolicy", Map.of("RoleName", "batch", "PolicyArn", DENY_ALL));
        String session = assumed();
        account = new PracticeAccount(StateFile.in(directory, "account.json"), CLOCK);
        assertThat(said(session, "ListAccessKeys", Map.of("UserName", "alice"))).contains("Inactive");
        assertThat(said(session, "ListAttachedRolePolicies", Map.of("RoleName", "batch")))
                .contains("AWSDenyAll");
    }

    @Test
    void keySetInactive_isRefused_andSoIsADeniedUser() {
        String alice = PracticeAccount.keyId("alice", 1);
        assertThat(said(alice, "GetUser", Map.of("UserName", "alice"))).contains("AIDA");
        said(ADMIN, "AttachUserPolicy", Map.of("UserName", "alice", "PolicyArn", DENY_ALL));
        assertThat(said(alice, "GetUser", Map.of("UserName", "alice"))).contains("AccessDenied");
        assertThat(said(alice, "GetCallerIdentity", Map.of())).contains(":user/alice");
        said(ADMIN, "UpdateAccessKey", Map.of("UserName", "alice", "AccessKeyId", alice, "Status", "Inactive"));
        assertThat(said(alice, "GetCallerIdentity", Map.of())).contains("InvalidClientTokenId");
    }

    @Test
    void responder_mayAttachNothingButTheDenial() {
        String responder = assumed();
        assertThat(said(responder, "AttachUserPolicy", Map.of("UserName", "alice", "PolicyArn", DENY_ALL)))
                .contains("AttachUserPolicyResponse");
        String admin = "arn:aws:iam::aws:policy/AdministratorAccess";
        assertThat(said(responder, "AttachUserPolicy", Map.of("UserName", "alice", "PolicyArn", admin)))
                .contains("AccessDenied");
        assertThat(said(responder, "DeleteUser", Map.of("UserName", "alice"))).contains("AccessDenied");
        assertThat(said(PracticeAccount.keyId("alice", 1), "AttachUserPolicy", Map.of("UserName", "alice")))
                .contains("AccessDenied");
    }

    @Test
    void callThatNamesNoUser_isAboutItsCaller_asInAws() {
        said(ADMIN, "UpdateAccessKey", Map.of("AccessKeyId", ADMIN, "Status", "Inactive"));
        assertThat(said(ADMIN, "GetUser", Map.of())).contains("InvalidClientTokenId");
    }

    @ParameterizedTest
    @CsvSource({
        "RunInstances, 400, InvalidAction",
        "GetUser, 404, NoSuchEntity",
        "UpdateAccessKey, 404, NoSuchEntity",
        "AssumeRole, 400, ValidationError",
    })
    void whatCannotBe_isAnErrorInAwssForm(String action, int status, String code) {
        Answer answer = answer(ADMIN, action, Map.of("UserName", "nobody"));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body())
                .startsWith("<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code>")
                .contains("<RequestId>");
    }

    @Test
    void keyThatNobodyHas_isRefused() {
        assertThat(answer("AKIAIOSFODNN7EXAMPLE", "GetCallerIdentity", Map.of()).status())
                .isEqualTo(403);
        assertThat(answer("", "GetCallerIdentity", Map.of()).status()).isEqualTo(403);
    }

    @Test
    void nameWithMarkup_staysText() {
        assertThat(said(ADMIN, "GetUser", Map.of("UserName", "<a>&\""))).contains("&lt;a&gt;&amp;&quot;");
    }

    private String assumed() {
        String said = said(
                PracticeAccount.keyId("killswitch-hub", 1),
                "AssumeRole",
                Map.of(
                        "RoleArn",
                        PracticeAccount.ROLE.replace("{account}", PracticeAccount.ACCOUNT),
                        "RoleSessionName",
                        "killswitch-range"));
        return said.substring(said.indexOf("ASIA"), said.indexOf("</AccessKeyId>"));
    }

    private String said(String key, String action, Map<String, String> fields) {
        return answer(key, action, fields).body();
    }

    private Answer answer(String key, String action, Map<String, String> fields) {
        var form = new TreeMap<>(fields);
        form.put("Action", action);
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String signed = "AWS4-HMAC-SHA256 Credential=" + key + "/20261123/us-east-1/iam/aws4_request, Signature=0";
        var headers = Map.of("authorization", signed, "content-type", "application/x-www-form-urlencoded");
        return account.answer(new Request("POST", "/", Map.of(), headers, body));
    }
}
