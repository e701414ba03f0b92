package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
    private static final String VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String PUBLISHED = """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    private static final String NEUMANN_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String NEUMANN = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"example", "neumann"})
    void publishedNote_verifiesAndIsWrittenBackAsItWas(String which) {
        String text = which.equals("example") ? PUBLISHED : NEUMANN;
        Vkey key = vkey(which.equals("example") ? VKEY : NEUMANN_VKEY);
        Note note = note(text);
        assertThat(note.checked(List.of(key))).isInstanceOf(Decoded.Good.class);
        assertThat(new String(note.bytes(), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void publishedKey_isWrittenBackAsItWas() {
        assertThat(vkey(VKEY)).hasToString(VKEY);
    }

    @Test
    void changedText_isRefused() {
        Note changed = note(PUBLISHED.replace("example message", "example massage"));
        assertThat(changed.checked(List.of(vkey(VKEY))))
                .isEqualTo(new Decoded.Bad<>("the signature of example.com/foo does not fit the text"));
    }

    @Test
    void unknownKeysOnly_isRefused() {
        assertThat(note(PUBLISHED).checked(List.of(vkey(NEUMANN_VKEY))))
                .isEqualTo(new Decoded.Bad<>("no signature of a known key; known: PeterNeumann+c74f20a3"));
    }

    @Test
    void severalLines_unknownOnesArePassedOver() {
        SigningKey first = SigningKey.generate("one.example/log");
        SigningKey second = SigningKey.generate("one.example/log");
        Note note = Note.sign("text\n", List.of(first, second));
        Note read = note(new String(note.bytes(), StandardCharsets.UTF_8));
        assertThat(read).isEqualTo(note);
        assertThat(read.checked(List.of(first.vkey()))).isInstanceOf(Decoded.Good.class);
        assertThat(read.checked(List.of(second.vkey()))).isInstanceOf(Decoded.Good.class);
        assertThat(read.checked(List.of(vkey(VKEY)))).isInstanceOf(Decoded.Bad.class);
    }

    @Test
    void oneWrongLineOfAKnownKey_spoilsTheNote() {
        SigningKey first = SigningKey.generate("one.example/log");
        SigningKey second = SigningKey.generate("one.example/log");
        Note good = Note.sign("text\n", List.of(first));
        Note other = Note.sign("another\n", List.of(second));
        var mixed = new Note(
                "text\n",
                List.of(good.signatures().getFirst(), other.signatures().getFirst()));
        assertThat(mixed.checked(List.of(first.vkey(), second.vkey()))).isInstanceOf(Decoded.Bad.class);
        assertThat(mixed.checked(List.of(first.vkey()))).isInstanceOf(Decoded.Good.class);
    }

    @Test
    void otherSpellingOfTheSameSignature_isRefused() {
        // The last character before the padding has four bits that mean nothing.
        String respelled = PUBLISHED.replace("eyaQM=", "eyaQN=");
        assertThat(Note.parse(respelled.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Decoded.Bad<>("the signature is not base64 in its one spelling"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', a note is a text",
        "'text', a note is a text",
        "'text\n', a note is a text",
        "'text\n\n', the note has no signature",
        "'text\n\n— a AAAAAAA=', a note is a text",
        "'text\n\n— a AAAAAAA=\n\n', the note has no signature",
        "'text\n\n- a AAAAAAA=\n', a signature line is an em dash",
        "'text\n\n— a  AAAAAAA=\n', the signature is not base64",
        "'text\n\n— a+b AAAAAAA=\n', a key name has",
        "'text\n\n— AAAAAAA=\n', a signature line is an em dash",
        "'text\n\n— a AAAAAA==\n', a signature is four bytes",
        "'text\n\n— a AAAA AAA=\n', the signature is not base64",
        "'te\txt\n\n— a AAAAAAA=\n', a note has no control",
        "'te\rxt\n\n— a AAAAAAA=\n', a note has no control",
    })
    void malformedNote_isRefusedWithWhatWasExpected(String text, String why) {
        assertThat(Note.parse(text.getBytes(StandardCharsets.UTF_8)).toString()).startsWith("Bad[why=" + why);
    }

    @Test
    void textWithABlankLineAndAForgedSignature_splitsAtTheLastBlankLine() {
        SigningKey key = SigningKey.generate("one.example/log");
        String text = "first\n\n— one.example/log AAAAAAA=\n\nlast\n";
        Note note = note(new String(Note.sign(text, List.of(key)).bytes(), StandardCharsets.UTF_8));
        assertThat(note.text()).isEqualTo(text);
        assertThat(note.signatures()).hasSize(1);
    }

    @Test
    void bytesThatAreNoUtf8_areRefused() {
        assertThat(Note.parse(new byte[] {(byte) 0xc0, (byte) 0x80})).isEqualTo(new Decoded.Bad<>("not UTF-8"));
    }

    @Test
    void tooManyLinesOrBytes_areRefused() {
        String line = "— a AAAAAAA=\n";
        assertThat(Note.parse(("text\n\n" + line.repeat(64)).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Decoded.Good.class);
        assertThat(Note.parse(("text\n\n" + line.repeat(65)).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Decoded.Bad<>("a note has at most 64 signature lines"));
        assertThat(Note.parse(new byte[65_537])).isInstanceOf(Decoded.Bad.class);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, the id of the verifier key",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, the id of the verifier key",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, the id of the verifier key",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, the verifier key is not Ed25519",
        "example.com/foo+530d903a, a verifier key is name+id+base64",
        "exam ple+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, a key name has",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, a key name has",
    })
    void malformedKey_isRefused(String text, String why) {
        assertThat(Vkey.parse(text).toString()).contains(why);
    }

    @Test
    void storedKey_isTheOwnersAlone_andSignsAsBefore() throws IOException {
        SigningKey key = SigningKey.generate("one.example/log");
        Path file = directory.resolve("ledger.pem");
        key.store(file);
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        SigningKey loaded = SigningKey.load("one.example/log", file);
        assertThat(loaded.vkey()).isEqualTo(key.vkey());
        assertThat(Note.sign("text\n", List.of(loaded)).checked(List.of(key.vkey())))
                .isInstanceOf(Decoded.Good.class);
        Assertions.assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> key.store(file));
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    }

    /** Section 7.1 of RFC 8032, the first test: the public key follows from the private one. */
    @Test
    void knownPrivateKey_hasItsKnownPublicKey() throws IOException {
        Path file = directory.resolve("rfc8032.pem");
        Files.writeString(file, """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
                -----END PRIVATE KEY-----
                """);
        String pem = SigningKey.load("one.example/log", file).vkey().pem();
        assertThat(pem).contains("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
            })
    void fileWithoutAPrivateKey_isRefusedByName(String content) throws IOException {
        Path file = directory.resolve("broken.pem");
        Files.writeString(file, content);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.load("one.example/log", file))
                .withMessageContaining("broken.pem");
    }

    @Test
    void nameThatNoKeyMayHave_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.generate("a b"));
    }

    private static Note note(String text) {
        return Note.parse(text.getBytes(StandardCharsets.UTF_8)).orThrow("note");
    }

    private static Vkey vkey(String text) {
        return Vkey.parse(text).orThrow("vkey");
    }
}
