package io.keybearer.benchmarks;

import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.LogStore;
import io.keybearer.store.Store;
import io.keybearer.store.StoredKey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store that is another one but for what a benchmark wants otherwise: where keys are found, where
 * log rows go. Safe for concurrent use if what it is made of is.
 */
public final class AlteredStore {
  private final Store rest;
  private final Function<String, Optional<StoredKey>> keys;
  private final LogStore log;
  private final boolean knowsAllKeys;

  private AlteredStore(
      Store rest, Function<String, Optional<StoredKey>> keys, LogStore log, boolean knowsAllKeys) {
    this.rest = rest;
    this.keys = keys;
    this.knowsAllKeys = knowsAllKeys;
    this.log = log;
  }

  /** The store, with the same keys, found in another way. */
  public static Store findingTheSameBy(Function<String, Optional<StoredKey>> keys, Store rest) {
    return new AlteredStore(rest, keys, rest.log(), true).proxy();
  }

  /** The store, with keys found elsewhere, so that nobody can list them. */
  public static Store findingBy(Function<String, Optional<StoredKey>> keys, Store rest) {
    return new AlteredStore(rest, keys, rest.log(), false).proxy();
  }

  /** The store, with a log that forgets every row: so that memory does not fill up with them. */
  public static Store withoutLog(Store rest) {
    return new AlteredStore(rest, rest::findByLookup, new ForgetfulLog(rest.log()), true).proxy();
  }

  private Store proxy() {
    return (Store) Proxy.newProxyInstance(
        Store.class.getClassLoader(), new Class<?>[] {Store.class}, this::answer);
  }

  private @Nullable Object answer(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("findByLookup") && arguments != null) {
      return keys.apply((String) arguments[0]);
    }
    if (method.getName().equals("listLookups") && !knowsAllKeys) {
      throw new StoreUnavailableException(
          new IllegalStateException("keys are made up when they are asked for"));
    }
    if (method.getName().equals("log")) {
      return log;
    }
    try {
      return method.invoke(rest, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
