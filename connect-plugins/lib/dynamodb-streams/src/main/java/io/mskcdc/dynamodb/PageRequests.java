package io.mskcdc.dynamodb;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Requests pages one after another in the background. A request that fails for a while is repeated.
 */
final class PageRequests<T> {
  private static final Logger LOG = LoggerFactory.getLogger(PageRequests.class);
  private static final long FIRST_PAUSE = Duration.ofMillis(200).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(20).toNanos();

  private final PageThreads threads;
  private final String what;
  private Future<T> running;
  private long pause;
  private long notBefore = System.nanoTime();

  /**
   * @param what what is read, for messages
   */
  PageRequests(PageThreads threads, String what) {
    this.threads = threads;
    this.what = what;
  }

  /**
   * Returns the page that was requested, once it is there. Otherwise requests one, if none is under
   * way.
   *
   * @throws ConnectException if the request fails and cannot succeed later
   */
  Optional<T> next(Callable<T> request) {
    if (running == null) {
      if (System.nanoTime() - notBefore >= 0) {
        running = threads.submit(request).orElse(null);
      }
      return Optional.empty();
    }
    if (!running.isDone()) {
      return Optional.empty();
    }
    Future<T> done = running;
    running = null;
    threads.release();
    try {
      T page = done.get();
      pause = 0;
      return Optional.of(page);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SdkException sdk && SourceErrors.mayPass(sdk)) {
        pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, 2 * pause));
        pauseFor(pause);
        LOG.warn("{} cannot be read now, and is tried again: {}", what, sdk.getMessage());
        return Optional.empty();
      }
      if (e.getCause() instanceof ConnectException known) {
        throw known;
      }
      throw e.getCause() instanceof SdkException sdk
          ? SourceErrors.of(what + " cannot be read", sdk)
          : new ConnectException(what + " cannot be read", e.getCause());
    }
  }

  /** Requests no page before this time has passed. */
  void pauseFor(long nanos) {
    notBefore = System.nanoTime() + nanos;
  }
}
