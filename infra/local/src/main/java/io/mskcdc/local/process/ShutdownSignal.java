package io.mskcdc.local.process;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C or SIGTERM as something that the main thread sees and has its time to act upon: the JVM
 * waits in its shutdown hook until this is closed.
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

  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  public void await() throws InterruptedException {
    requested.await();
  }

  /** Lets the JVM end. */
  @Override
  public void close() {
    handled.countDown();
  }
}
