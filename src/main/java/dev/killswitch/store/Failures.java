package dev.killswitch.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What a failure of the database means to people. */
final class Failures {
    private Failures() {}

    /** Whether the next write will most likely fail alike: it is not about what was written. */
    static boolean isOfDisk(Throwable failure) {
        return failure instanceof SQLException sql
                && (sql.getErrorCode() & 0xff) != SQLiteErrorCode.SQLITE_CONSTRAINT.code
                && (sql.getErrorCode() & 0xff) != SQLiteErrorCode.SQLITE_TOOBIG.code;
    }

    static String why(Throwable failure) {
        return failure instanceof SQLException sql
                ? why(sql)
                : "it could not be written: " + failure.getClass().getSimpleName();
    }

    /** Names what is wrong, never what was being written. */
    static String why(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return "the disk is full";
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_PERM.code) {
            return "the data directory cannot be written";
        }
        if (code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return "the database file cannot be opened";
        }
        if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
            return "the disk fails";
        }
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return "the database file is damaged; restore a backup";
        }
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return "another process holds the database";
        }
        if (code == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
            return "it took longer than it may";
        }
        return "the database failed with code " + failure.getErrorCode();
    }
}
