package dev.killswitch.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.killswitch.engine.Engine;
import dev.killswitch.store.EvidenceFiles;
import dev.killswitch.store.EvidenceSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachinesTest {
    @Test
    void whatIsBegunAfterTheEnd_isNotDone_andNoDefect(@TempDir Path data) {
        var machines = new Machines();
        var evidence = EvidenceFiles.open(
                EvidenceSettings.in(data), Optional::empty, () -> machines.bytes(32), Clock.systemUTC());
        Engine.Machine machine = machines.engine(List::toString, evidence);
        var before = new CompletableFuture<Boolean>();
        machine.threads().execute(() -> before.complete(true));
        assertThat(before.join()).isTrue();

        machines.close();

        var after = new CompletableFuture<Boolean>();
        assertThatCode(() -> machine.threads().execute(() -> after.complete(true)))
                .doesNotThrowAnyException();
        assertThat(after).isNotDone();
    }
}
