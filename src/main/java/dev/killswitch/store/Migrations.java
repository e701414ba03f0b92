package dev.killswitch.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** The tables, version by version. Named here one by one, so that no class path has to be searched. */
final class Migrations {
    private static final String DIRECTORY = "db/sqlite/";
    static final String TABLE = "schema_version";
    static final List<String> FILES =
            List.of("V1__ledger.sql", "V2__record.sql", "V3__beside.sql", "V4__retention.sql", "V5__measured.sql");

    private Migrations() {}

    static void run(DataSource database) {
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(database)
                    .table(TABLE)
                    .resourceProvider(new Named())
                    .javaMigrationClassProvider(List::of)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new CannotOpen("the tables of the record could not be brought up to date: " + e.getMessage(), e);
        }
    }

    private static final class Named implements ResourceProvider {
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return FILES.contains(name) ? new Script(name) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return FILES.stream()
                    .filter(file -> file.startsWith(prefix) && List.of(suffixes).contains(".sql"))
                    .<LoadableResource>map(Script::new)
                    .toList();
        }
    }

    private static final class Script extends LoadableResource {
        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            try (InputStream in = Migrations.class.getClassLoader().getResourceAsStream(DIRECTORY + name)) {
                if (in == null) {
                    throw new IllegalStateException("no resource " + DIRECTORY + name);
                }
                return new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return DIRECTORY + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return DIRECTORY + name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
