package io.keybearer.server;

import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.Store;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A store whose database can be taken away, or made to hang, and given back. */
public final class FailingStore {
  private final AtomicBoolean down = new AtomicBoolean();
  private final AtomicBoolean nodesHidden = new AtomicBoolean();
  private final AtomicReference<CountDownLatch> hang = new AtomicReference<>(new CountDownLatch(0));
  private final AtomicReference<String> hanging = new AtomicReference<>("listCompanies");
  private final AtomicInteger waiting = new AtomicInteger();
  private final Store store;

  /** Stands before a store that works. */
  public FailingStore(Store working) {
    store = (Store) Proxy.newProxyInstance(
        Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
          boolean ends = method.getName().equals("close");
          if (!ends && method.getName().equals(hanging.get())) {
            waiting.incrementAndGet();
            hang.get().await();
            waiting.decrementAndGet();
          }
          boolean hidden = nodesHidden.get() && method.getName().equals("readNodes");
          if (!ends && (hidden || down.get())) {
            throw new StoreUnavailableException(new IOException("secret-of-the-driver"));
          }
          try {
            return method.invoke(working, arguments);
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          }
        });
  }

  /** The store to give to a server. */
  public Store store() {
    return store;
  }

  /** Takes the database away. */
  public void takeDown() {
    down.set(true);
  }

  /** Gives it back. */
  public void bringBack() {
    down.set(false);
  }

  /** Lets nobody read the nodes any more. */
  public void hideNodes() {
    nodesHidden.set(true);
  }

  /** Makes every list of companies wait until {@link #letGo}. */
  public void hangLists() {
    hang("listCompanies");
  }

  /** Makes every call of a method wait until {@link #letGo}. */
  public void hang(String method) {
    hanging.set(method);
    hang.set(new CountDownLatch(1));
  }

  /** Whether a call waits. */
  public boolean isHanging() {
    return waiting.get() > 0;
  }

  /** Ends the waiting. */
  public void letGo() {
    hang.get().countDown();
  }
}
