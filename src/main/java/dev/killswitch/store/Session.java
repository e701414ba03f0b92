package dev.killswitch.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

/**
 * One connection with its prepared statements. Used by one thread at a time. After a failure it is closed and another one
 * opened: nothing of a broken transaction is left then.
 */
final class Session implements AutoCloseable {
    private static final Object[] NOTHING = {};

    /** Steps of SQLite's machine: some tens of millions take a second. */
    private static final int STEPS_BETWEEN_LOOKS = 10_000;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** By {@link System#nanoTime}. */
    private long endsAt;

    private boolean isBounded;

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row of an answer. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Returns how many rows were changed. Values are text, whole numbers, bytes or null. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        var list = new ArrayList<T>();
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            while (rows.next()) {
                list.add(row.read(rows));
            }
        }
        return list;
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
        }
    }

    /** The one number of an answer that always has one. */
    long number(String sql, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("expected a number, found no row");
            }
            return rows.getLong(1);
        }
    }

    boolean exists(String sql, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            return rows.next();
        }
    }

    /** From now on for {@code time}, whatever is asked; past it each statement fails, a running one within a millisecond. */
    void boundedTo(Duration time) throws SQLException {
        endsAt = System.nanoTime() + time.toNanos();
        if (!isBounded) {
            isBounded = true;
            ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return isOver() ? 1 : 0;
                }
            });
        }
    }

    private boolean isOver() {
        return isBounded && System.nanoTime() - endsAt > 0;
    }

    private PreparedStatement bound(String sql, @Nullable Object[] values) throws SQLException {
        if (isOver()) {
            throw new SQLException("it took longer than it may", "", SQLiteErrorCode.SQLITE_INTERRUPT.code);
        }
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int place, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setObject(place, null);
            case String text -> statement.setString(place, text);
            case Long number -> statement.setLong(place, number);
            case Integer number -> statement.setInt(place, number);
            case byte[] bytes -> statement.setBytes(place, bytes);
            default -> throw new IllegalArgumentException("no column holds a " + value.getClass());
        }
    }

    /** For what cannot stand in a transaction: a pragma. */
    void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Begins a transaction. It is ended by {@link #commit} or {@link #rollback}, and none is open in between: this driver
     * would begin the next one at once, and a writer that never rests keeps the write-ahead log from beginning anew.
     */
    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    /** From here on {@link #undo} takes back; each mark is ended by {@link #keep}. Prepared once, unlike JDBC's own. */
    void mark() throws SQLException {
        bound("savepoint draft", NOTHING).execute();
    }

    void undo() throws SQLException {
        bound("rollback to draft", NOTHING).execute();
    }

    void keep() throws SQLException {
        bound("release draft", NOTHING).execute();
    }

    void commit() throws SQLException {
        connection.setAutoCommit(true);
    }

    void rollback() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
