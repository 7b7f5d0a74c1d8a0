package io.dealpulse.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** The texts of all statements that a data source was asked to prepare. */
final class RecordedQueries {

    private final List<String> all = new CopyOnWriteArrayList<>();

    /** The same data source, watched. */
    DataSource watch(DataSource source) {
        return proxy(
                DataSource.class, source, connection -> proxy(Connection.class, (Connection) connection, same -> same));
    }

    /** One after another. */
    List<String> all() {
        return all;
    }

    /** Each once. */
    Set<String> distinct() {
        return new ConcurrentSkipListSet<>(all);
    }

    private interface Wrapper {
        Object wrap(Object result);
    }

    private <T> T proxy(Class<T> type, T target, Wrapper connections) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        all.add((String) arguments[0]);
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return method.getName().equals("getConnection") ? connections.wrap(result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
