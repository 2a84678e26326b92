package io.mskcdc.http;

import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;

/**
 * An HTTP client that can be closed. The JDK's client has no close method before Java 21, and its
 * thread delays the exit of the JVM by a third of a second.
 */
public final class ClosableHttpClient implements AutoCloseable {
  private static final long TIMEOUT_MILLIS = 100;

  /** The client's threads belong to the group of the thread that builds the client. */
  private final ThreadGroup group = new ThreadGroup("http");

  private final HttpClient client;

  /** Builds the client. */
  public ClosableHttpClient(HttpClient.Builder builder) {
    CompletableFuture<HttpClient> made = new CompletableFuture<>();
    Thread maker = new Thread(group, () -> make(builder, made), "http-start");
    maker.setDaemon(true);
    maker.start();
    this.client = made.join();
  }

  private static void make(HttpClient.Builder builder, CompletableFuture<HttpClient> made) {
    try {
      made.complete(builder.build());
    } catch (RuntimeException | Error e) {
      made.completeExceptionally(e);
    }
  }

  /** Returns the client. */
  public HttpClient get() {
    return client;
  }

  /** Ends the client's threads; open requests end with an error. */
  @Override
  public void close() {
    Thread[] threads = new Thread[group.activeCount() + 1];
    int count = group.enumerate(threads);
    group.interrupt();
    for (int i = 0; i < count; i++) {
      try {
        threads[i].join(TIMEOUT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
