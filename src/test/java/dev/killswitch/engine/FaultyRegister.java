package dev.killswitch.engine;

import dev.killswitch.incident.Register;
import dev.killswitch.incident.Register.RecordUnreadable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A register in front of a real one, that cannot be read when told so. */
final class FaultyRegister {
    private final Register real;
    private boolean broken;

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

    void mend() {
        broken = false;
    }

    private Object answer(Method method, Object[] arguments) throws Throwable {
        if (broken) {
            throw new RecordUnreadable("told to be", new IOException("told to be"));
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
