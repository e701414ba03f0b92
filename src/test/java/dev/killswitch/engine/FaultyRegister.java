package dev.killswitch.engine;

import dev.killswitch.incident.Register;
import dev.killswitch.incident.Register.RecordUnreadable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A register in front of a real one, that cannot be read when told so, and during whose reads something may happen. */
final class FaultyRegister {
    private final Register real;
    private boolean broken;
    private String awaited = "";
    private Runnable meanwhile = () -> {};

    FaultyRegister(Register real) {
        this.real = real;
    }

    Register register() {
        return (Register) Proxy.newProxyInstance(
                Register.class.getClassLoader(),
                new Class<?>[] {Register.class},
                (_, method, arguments) -> answer(method, arguments));
    }

    void breakDown() {
        broken = true;
    }

    /** Runs {@code meanwhile} once the next read of that name has its answer, before anybody gets it. */
    void during(String read, Runnable meanwhile) {
        this.awaited = read;
        this.meanwhile = meanwhile;
    }

    void mend() {
        broken = false;
    }

    private Object answer(Method method, Object[] arguments) throws Throwable {
        if (broken) {
            throw new RecordUnreadable("told to be", new IOException("told to be"));
        }
        try {
            Object answer = method.invoke(real, arguments);
            if (method.getName().equals(awaited)) {
                awaited = "";
                meanwhile.run();
            }
            return answer;
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
