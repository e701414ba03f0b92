package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.config.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceCommandTest {
    private static final String SALT = "0a".repeat(32);
    private static final String LOG = "GET / 200\u001b[2J\n";
    private static final String LIST = "GET v1/incidents/i-1/evidence";

    private final FakeServer server = new FakeServer();
    private final Terminal terminal = new Terminal(server);

    @TempDir
    private Path directory;

    private static String digest(String content) {
        var sha256 = Sha256.begin();
        sha256.update(HexFormat.of().parseHex(SALT));
        return "sha256:" + HexFormat.of().formatHex(sha256.digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String list(String containment, String... pieces) {
        return """
                {"containment":"%s","target":{"connection":"range-cluster","kind":"kubernetes.pod","id":"shop/toolbox","uid":"u"},
                 "collected":"2026-03-01T10:00:03.000Z","ledger":23,"pieces":[%s],
                 "absent":[{"name":"log-db.txt","why":"no permission get pods/log"}]}""".formatted(containment, String.join(",", pieces));
    }

    private static String piece(String name, String kept) {
        return """
                {"name":"%s","mediaType":"text/plain","size":14,"digest":"%s","extent":"cut","kept":%s}""".formatted(name, digest(LOG), kept);
    }

    private void says(String... evidence) {
        server.says(LIST, "{\"items\":[%s],\"next\":null}".formatted(String.join(",", evidence)));
    }

    private Terminal.Ran save(String what) {
        return terminal.run(
                "evidence", what, "--out", directory.resolve("saved").toString());
    }

    @Test
    void list_namesPiecesDigestsAndWhatIsNotThere() {
        says(list("c-1", piece("log-app.txt", "true"), piece("pod.json", "false")));

        assertThat(terminal.run("evidence", "i-1").out()).isEqualTo("""
                        evidence    c-1   shop/toolbox on range-cluster   collected 2026-03-01T10:00:03.000Z (13 min ago)   L#23
                                    log-app.txt   14 bytes, its beginning   %1$s
                                    pod.json   14 bytes, its beginning   %1$s   NOT KEPT ANY MORE
                                    without log-db.txt: no permission get pods/log
                        save it     ks evidence i-1 --out <directory>
                        """.formatted(digest(LOG)));
    }

    @Test
    void nothing_isSaidToBeNothing() {
        says();

        assertThat(terminal.run("evidence", "i-1").out()).isEqualTo("evidence    none was collected for i-1\n");
    }

    @Test
    void containment_isFoundInItsIncident_andTheOthersAreLeftOut() {
        says(list("c-1", piece("a.txt", "true")), list("c-2", piece("b.txt", "true")));
        server.says("GET v1/containments/c-2", "{\"containment\":\"c-2\",\"incident\":\"i-1\"}");

        assertThat(terminal.run("evidence", "c-2").out()).contains("b.txt").doesNotContain("a.txt");
        assertThat(terminal.run("evidence", "c-2", "--json").out())
                .contains("\"incident\" : \"i-1\"", "b.txt")
                .doesNotContain("a.txt");
    }

    @Test
    void saved_isByteForByte_withTheSalts_forItsOwnerAlone() throws IOException {
        says(list("c-1", piece("log-app.txt", "true")));
        server.serves("v1/evidence/c-1/log-app.txt", LOG, SALT);

        var ran = save("i-1");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("saved       1 piece in ")
                .contains("beware      an attacker wrote some of it");
        assertThat(directory.resolve("saved/c-1/log-app.txt")).hasContent(LOG);
        assertThat(directory.resolve("saved/evidence.json")).content().contains("\"salt\" : \"" + SALT, digest(LOG));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("saved"))))
                .isEqualTo("rwx------");
        assertThat(server.asked.getLast().accept()).isEqualTo("application/octet-stream");
    }

    @Test
    void anotherContent_isNotWritten_andIsNotVerified_andTheOthersAre() {
        says(list("c-1", piece("log-app.txt", "true"), piece("log-db.txt", "true")));
        server.serves("v1/evidence/c-1/log-app.txt", LOG + "more", SALT)
                .serves("v1/evidence/c-1/log-db.txt", LOG, SALT);

        var ran = save("i-1");

        assertThat(ran.code()).isEqualTo(Exit.NOT_VERIFIED.code());
        assertThat(ran.err()).isEqualTo("ks: log-app.txt: it is not what the ledger names; it was not written\n");
        assertThat(directory.resolve("saved/c-1/log-app.txt")).doesNotExist();
        assertThat(directory.resolve("saved/c-1/log-db.txt")).exists();
    }

    @ParameterizedTest
    @CsvSource({"'',5", "zz,5", "0b,5"})
    void saltThatIsNone_isNotVerified(String salt, int code) {
        says(list("c-1", piece("log-app.txt", "true")));
        server.serves("v1/evidence/c-1/log-app.txt", LOG, salt.repeat(32));

        assertThat(save("i-1").code()).isEqualTo(code);
        assertThat(directory.resolve("saved/c-1/log-app.txt")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"c-1,../../evil", "c-1,/etc/passwd", "c-1,.ssh", "..,log.txt", "c-1/..,log.txt"})
    void nameThatLeadsElsewhere_isNotAskedFor_andNotWritten(String containment, String name) {
        says(list(containment, piece(name, "true")));

        var ran = save("i-1");

        assertThat(ran.code()).isEqualTo(Exit.NOT_VERIFIED.code());
        assertThat(server.paths("GET")).containsExactly(LIST);
    }

    @Test
    void pieceThatIsNotThereAnyMore_isSaid_andTheOthersAreSaved() {
        says(list("c-1", piece("a.txt", "false"), piece("b.txt", "true"), piece("c.txt", "true")));
        server.serves("v1/evidence/c-1/c.txt", LOG, SALT);

        var ran = save("i-1");

        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
        assertThat(ran.err()).contains("a.txt: it is not kept any more\n").contains("b.txt: the fake knows no GET");
        assertThat(directory.resolve("saved/c-1/c.txt")).exists();
    }

    @Test
    void pieceThatWasChangedInTheStore_isNotVerified() {
        says(list("c-1", piece("a.txt", "true")));
        server.says(
                "GET v1/evidence/c-1/a.txt",
                409,
                "{\"title\":\"x\",\"status\":409,\"detail\":\"somebody changed it\"}");

        var ran = save("i-1");

        assertThat(ran.code()).isEqualTo(Exit.NOT_VERIFIED.code());
        assertThat(ran.err()).isEqualTo("ks: a.txt: somebody changed it\n");
    }

    @Test
    void whoMayNotReadIt_isToldWhoMay() {
        says(list("c-1", piece("a.txt", "true")));
        server.says("GET v1/evidence/c-1/a.txt", 403, "{\"title\":\"who asks may not do this\",\"status\":403}");

        var ran = save("i-1");

        assertThat(ran.code()).isEqualTo(Exit.NOT_ALLOWED.code());
        assertThat(ran.err()).contains("who may: a responder");
    }

    @Test
    void directoryThatHasSomething_isLeftAlone() throws IOException {
        says(list("c-1", piece("a.txt", "true")));
        Files.createDirectories(directory.resolve("saved/mine"));

        assertThat(save("i-1").err()).contains("is not empty; name a new directory");
        assertThat(server.paths("GET")).containsExactly(LIST);
    }
}
