package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.iam.model.IamException;

/** The organization's prepared policy: whom it denies, and when it is never written. */
class SlotTest {
    @TempDir
    private Path directory;

    private OnRange range;
    private Place place;
    private Action action;
    private Target alice;

    @BeforeEach
    void open() {
        range = new OnRange(directory);
        place = range.place();
        action = place.action("aws.deny-principal-user");
        alice = place.target(Kinds.USER, "alice");
    }

    @AfterEach
    void close() {
        range.close();
    }

    @Test
    void userInTheSlot_isRefusedEverything_untilTheRelease() {
        Inspected.Found found = found();
        assertThat(may()).isTrue();
        assertThat(action.apply(place.call(alice), found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(may()).isFalse();
        assertThat(action.prove(place.call(alice), found.before()))
                .isInstanceOfSatisfying(
                        Proof.ProvenForNew.class,
                        proof -> assertThat(proof.how())
                                .contains(
                                        "is attached above account 111122223333",
                                        "acknowledged by",
                                        "nobody has published"));
        action.release(place.call(alice), found.before());
        assertThat(may()).isTrue();
    }

    /** Who is made anew under the name would be denied by it. */
    @Test
    void userThatIsGone_isTakenOutAllTheSame() {
        Inspected.Found found = found();
        action.apply(place.call(alice), found.before());
        place.removeUser("alice");
        assertThat(action.release(place.call(alice), found.before())).isEqualTo(new Released.Restored());
        assertThat(place.slot().document()).isEqualTo(SlotDocument.of(List.of()).toString());
    }

    @Test
    void policyInAnotherForm_isNeverWritten() {
        String theirs = SlotDocument.of(List.of()).toString().replace("\"Action\":\"*\"", "\"Action\":\"s3:*\"");
        Inspected.Found found = found();
        place.slot().write(theirs);
        assertThat(action.inspect(place.call(alice))).isInstanceOf(Inspected.Unreachable.class);
        assertThat(action.apply(place.call(alice), found.before())).isInstanceOf(Outcome.Busy.class);
        assertThat(action.release(place.call(alice), found.before())).isInstanceOf(Released.Retry.class);
        assertThat(place.slot().document()).isEqualTo(theirs);
    }

    @Test
    void fullSlot_isRefused_andNothingIsWritten() {
        var all = new ArrayList<String>();
        String alices = place.arn("user/alice");
        while (SlotDocument.of(all).toString().length() + alices.length() + 3 <= SlotDocument.CHARS_MAX) {
            all.add(place.arn("role/r" + all.size()));
        }
        String brim = SlotDocument.of(all).toString();
        place.slot().write(brim);
        assertThat(action.apply(place.call(alice), found().before()))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, no -> assertThat(no.why()).contains("has no room"));
        assertThat(place.slot().document()).isEqualTo(brim);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::111122223333:user/a*/alice",
                "arn:aws:iam::111122223333:user/a?/alice",
                "arn:aws:iam::111122223333:user/${aws:username}/alice"
            })
    void arnThatMeansMoreThanItSays_isRefused(String arn) {
        assertThat(SlotDocument.refusal(arn)).isPresent();
        assertThat(SlotDocument.refusal("arn:aws:iam::111122223333:user/a/alice"))
                .isEmpty();
    }

    @Test
    void tierWithoutAPolicy_andAPolicyThatIsNone_refuseTheStart() {
        for (String yaml : List.of(
                "{accounts: [\"111122223333\"], tiers: [organization]}",
                "{accounts: [\"111122223333\"], organization: {}}",
                "{accounts: [\"111122223333\"], organization: {policy: slot}}")) {
            var problems = new Problems();
            Document document = Document.read("test.yaml", yaml, problems);
            AwsSettings.read(document.root());
            document.finish();
            assertThat(problems.found()).as(yaml).hasSize(1);
        }
    }

    private Inspected.Found found() {
        return (Inspected.Found) action.inspect(place.call(alice));
    }

    private boolean may() {
        var hers = StaticCredentialsProvider.create(AwsBasicCredentials.create(place.keyOf("alice"), "none"));
        try (var iam = Place.client(place.endpoint(), hers)) {
            iam.getUser(r -> r.userName("alice"));
            return true;
        } catch (IamException e) {
            return false;
        }
    }
}
