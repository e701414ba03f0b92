package dev.killswitch.store;

import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.RegisterContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteRegisterTest extends RegisterContract {
    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore(directory, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected Journal journal() {
        return store.journal();
    }

    @Override
    protected Register register() {
        return store.register();
    }

    @Override
    protected void restart() {
        store.restart();
    }
}
