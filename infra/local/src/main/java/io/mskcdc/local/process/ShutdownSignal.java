package io.mskcdc.local.process;

import java.util.concurrent.CountDownLatch;

/**
 * Lets the main thread handle Ctrl-C or SIGTERM: a shutdown hook delays the end of the JVM until
 * this object is closed.
 */
public final class ShutdownSignal implements AutoCloseable {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch handled = new CountDownLatch(1);

  public ShutdownSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::requestAndWait));
  }

  private void requestAndWait() {
    requested.countDown();
    try {
      handled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the signal was received. */
  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits for the signal. */
  public void await() throws InterruptedException {
    requested.await();
  }

  /** Lets the JVM end. */
  @Override
  public void close() {
    handled.countDown();
  }
}
