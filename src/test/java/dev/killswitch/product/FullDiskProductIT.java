package dev.killswitch.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.product.PackagedProduct.Reply;
import dev.killswitch.servers.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged product on a disk that fills up, and on one that the kernel makes read-only under it. */
class FullDiskProductIT {
    private static final String RANGE = "-Dkillswitch.range.enabled=true";
    private static final String SMALL_RESERVE = "-Dkillswitch.store.disk-reserve=1M";

    /** More entries than fit into what the database has set aside for itself. */
    private static final int ORDERS_MAX = 300;

    @TempDir
    private Path directory;

    private Path data;
    private Path log;

    @BeforeEach
    void name() {
        data = directory.resolve("data");
        log = directory.resolve("product.log");
    }

    @Test
    void fullDisk_turnsAlertsAway_letsPersonsAct_andLosesNothing() throws IOException {
        try (SmallDisk disk = SmallDisk.inMemory(data, 16);
                PackagedProduct product = PackagedProduct.start(data, log, RANGE, SMALL_RESERVE)) {
            product.awaitArmed();
            disk.fill();
            useUp(product);
            String alert = Payloads.shell("toolbox");
            checkTurnedAway(product.post("/v1/alerts/falco", "source-falco", alert));
            String order = checkActsWithoutRecord(product, "the disk is full");
            checkReadyAndNotArmed(product, "the disk is full");

            disk.makeRoom();
            product.awaitArmed();
            assertThat(entries(product))
                    .filteredOn(entry -> entry.at("/subject").asText().equals(order))
                    .singleElement()
                    .satisfies(
                            entry -> assertThat(entry.at("/late").asBoolean()).isTrue());
            assertThat(standing(product)).containsExactly("shop/payments-0");

            Reply taken = product.post("/v1/alerts/falco", "source-falco", alert);
            assertThat(taken.status()).as(taken.body()).isEqualTo(202);
            assertThat(taken.json().at("/alerts/0/decision").asText()).isEqualTo("act");
            assertThat(product.post("/v1/alerts/falco", "source-falco", alert).body())
                    .isEqualTo(taken.body());
            product.await(
                    "/v1/containments?state=standing",
                    "viewer",
                    reply -> reply.json().at("/items").size() == 2);
            assertThat(standing(product)).containsExactlyInAnyOrder("shop/payments-0", "shop/toolbox");

            Path export = directory.resolve("export");
            product.ks("ledger", "export", export.toString());
            assertThat(product.ks("ledger", "verify", export.toString())).contains("intact");
        }
    }

    @Test
    void diskThatBecomesReadOnly_letsPersonsAct_andTheNextStartIsRefused() throws IOException {
        Path image = directory.resolve("disk.img");
        try (SmallDisk disk = SmallDisk.thatCanFail(image, data, 24)) {
            String order;
            try (PackagedProduct product = PackagedProduct.start(data, log, RANGE, SMALL_RESERVE)) {
                product.awaitArmed();
                disk.fail();
                checkTurnedAway(product.post("/v1/alerts/falco", "source-falco", Payloads.shell("toolbox")));
                order = checkActsWithoutRecord(product, "");
                checkReadyAndNotArmed(product, "it could not be written");
            }
            // Nothing else has it now: a disk that failed can only be mounted anew.
            try (PackagedProduct product = PackagedProduct.launch(data, directory.resolve("second.log"), RANGE)) {
                checkRefused(product);
            }
            assertThat(order).startsWith("o-");
        }
    }

    @Test
    void readOnlyDisk_refusesTheStart_inOneSentence() {
        try (SmallDisk disk = SmallDisk.inMemory(data, 4)) {
            disk.makeReadOnly();
            try (PackagedProduct product = PackagedProduct.launch(data, log, RANGE)) {
                checkRefused(product);
            }
        }
    }

    private static void checkRefused(PackagedProduct product) {
        assertThat(product.exitCode()).isEqualTo(2);
        assertThat(product.printed())
                .contains("expected a data directory that can be written")
                .contains("Read-only file system")
                .doesNotContain("\tat ");
    }

    /** What the database has set aside takes some more entries; orders for what is not there change nothing. */
    private static void useUp(PackagedProduct product) {
        for (int i = 0; i < ORDERS_MAX; i++) {
            Reply reply = product.post("/v1/orders", "responder", Payloads.isolate("no-pod-" + i));
            if (reply.status() == 200) {
                return;
            }
        }
        throw new AssertionError("the disk is full, and everything is still recorded");
    }

    private static void checkTurnedAway(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(503);
        assertThat(reply.headers().get("retry-after")).isEqualTo(List.of("5"));
    }

    /** Returns the order's id. */
    private static String checkActsWithoutRecord(PackagedProduct product, String why) {
        Reply reply = product.post("/v1/orders", "responder", Payloads.isolate("payments-0"));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json().at("/recorded").asBoolean(true)).isFalse();
        assertThat(reply.json().at("/why").asText())
                .contains(why)
                .contains("kept in memory")
                .contains("do not restart");
        assertThat(reply.json().at("/steps/0/state").asText()).as(reply.body()).isEqualTo("applied");
        Reply look = product.post("/v1/orders?preview=true", "responder", Payloads.isolate("payments-0"));
        assertThat(look.json().at("/steps/0/inspected/alreadySo").asBoolean())
                .as(look.body())
                .isTrue();
        assertThat(product.printed())
                .contains("not on record yet")
                .contains(reply.json().at("/steps/0/step").asText());
        return reply.json().at("/order").asText();
    }

    private static void checkReadyAndNotArmed(PackagedProduct product, String why) {
        assertThat(product.get("/q/health/ready", "viewer").status()).isEqualTo(200);
        Reply armed = product.get("/q/health/armed", "viewer");
        assertThat(armed.status()).isEqualTo(503);
        assertThat(armed.body()).contains(why).contains("events wait to be entered");
    }

    private static List<String> standing(PackagedProduct product) {
        Reply reply = product.get("/v1/containments?state=standing", "viewer");
        return StreamSupport.stream(reply.json().at("/items").spliterator(), false)
                .map(one -> one.at("/target/id").asText())
                .toList();
    }

    private static List<JsonNode> entries(PackagedProduct product) {
        Reply reply = product.get("/v1/ledger/entries?limit=500", "reviewer");
        return StreamSupport.stream(reply.json().at("/items").spliterator(), false)
                .map(one -> one.at("/entry"))
                .toList();
    }
}
