package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalTest {
    private static final String TOO_LONG = "a".repeat(65);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t",
                "alice ",
                "alice\n",
                "al/ice",
                "al*ce",
                "al:ice",
                "älice",
                "alice&UserName=bob",
                "alice\u0000",
                "$(id)",
                "'; --"
            })
    void hostileName_isNoName(String name) {
        assertThatThrownBy(() -> new UserName(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RoleName(name)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Principal.of(Kinds.USER, name)).isEmpty();
        assertThat(Principal.of(Kinds.ROLE, name)).isEmpty();
    }

    @Test
    void nameOf65_isNoName_andOf64IsOne() {
        assertThat(Principal.of(Kinds.USER, TOO_LONG)).isEmpty();
        assertThat(Principal.of(Kinds.USER, TOO_LONG.substring(1))).isPresent();
        assertThat(Principal.of(Kinds.USER, "Ali_ce+=,.@-9")).contains(new UserName("Ali_ce+=,.@-9"));
    }

    /** A user's name travels as a type that cannot be blank: no write takes text, which might be null, for it. */
    @Test
    void writes_takeNoBareName() {
        Stream<Class<?>> parameters = Stream.of(AwsCalls.class, CredentialCalls.class, InlineCalls.class)
                .flatMap(calls -> Arrays.stream(calls.getDeclaredMethods()))
                .filter(method -> method.getName().matches("set|attach|detach|put|delete"))
                .flatMap(method -> Stream.of(method.getParameterTypes()[0]));
        assertThat(parameters)
                .hasSize(5)
                .allSatisfy(first -> assertThat(Principal.class).isAssignableFrom(first));
        assertThatThrownBy(() -> new UserName(nothing())).isInstanceOf(NullPointerException.class);
    }

    @SuppressWarnings("NullAway") // What a careless caller without our checks could do.
    private static String nothing() {
        return null;
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::111122223333:user/alice, aws.user, alice",
        "arn:aws:iam::111122223333:user/people/eu/alice, aws.user, alice",
        "arn:aws-cn:iam::111122223333:role/batch, aws.role, batch",
        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Op_01, aws.role, AWSReservedSSO_Op_01",
        "arn:aws:sts::111122223333:assumed-role/batch/i-0123, aws.role, batch",
    })
    void arn_namesItsPrincipal(String arn, String kind, String name) {
        IamArn parsed = IamArn.parse(arn).orElseThrow();
        assertThat(parsed.account()).isEqualTo(new AccountId("111122223333"));
        assertThat(parsed.principal().kind()).isEqualTo(kind);
        assertThat(parsed.principal().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::111122223333:root",
                "arn:aws:iam::111122223333:user/",
                "arn:aws:iam::1111222233:user/alice",
                "arn:aws:iam::111122223333:group/alice",
                "arn:aws:iam::111122223333:user/al ice",
                "arn:aws:iam::111122223333:user//alice",
                "arn:aws:s3:::bucket",
                "arn:aws:sts::111122223333:federated-user/alice",
                "arn:aws:iam::111122223333:user/alice\n"
            })
    void otherArn_namesNone(String arn) {
        assertThat(IamArn.parse(arn)).isEmpty();
    }
}
