package io.mskcdc.local.lambda;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Lambda's Runtime API on 127.0.0.1 for one process of a function, which gets one invocation at a
 * time.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">AWS Lambda
 *     Developer Guide, Using the Lambda runtime API</a>
 */
final class RuntimeApi implements AutoCloseable {
  static {
    // Otherwise each invocation waits 40 ms. The JDK reads the property once.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final String PATH = "/2018-06-01/runtime/";
  private static final long POLL_MILLIS = 50;

  private final HttpServer server;
  private final String functionArn;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LinkedBlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private volatile Invocation current;
  private volatile String initError;

  private record Invocation(
      String id, byte[] event, long deadline, CompletableFuture<InvocationResult> result) {}

  RuntimeApi(String functionArn) {
    this.functionArn = functionArn;
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(PATH, this::handle);
    server.start();
  }

  /** Returns the value of AWS_LAMBDA_RUNTIME_API. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Gives an event to the function and waits for its end.
   *
   * @param timeout the function's time limit
   * @param isAlive whether the process still runs
   */
  InvocationResult invoke(byte[] event, Duration timeout, BooleanSupplier isAlive) {
    long deadline = System.currentTimeMillis() + timeout.toMillis();
    String id = UUID.randomUUID().toString();
    Invocation invocation = new Invocation(id, event, deadline, new CompletableFuture<>());
    current = invocation;
    waiting.add(invocation);
    while (!invocation.result().isDone()) {
      if (initError != null) {
        return InvocationResult.failure(id, initError);
      }
      if (!isAlive.getAsBoolean()) {
        return InvocationResult.failure(id, "Runtime.ExitError: the process of the function ended");
      }
      if (System.currentTimeMillis() > deadline) {
        return InvocationResult.failure(
            id, "Sandbox.Timedout: Task timed out after " + timeout.toSeconds() + " seconds");
      }
      try {
        return invocation.result().get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Look again.
      } catch (ExecutionException e) {
        throw new StackException("the Runtime API failed", e);
      } catch (InterruptedException e) {
        throw StackException.interrupted(e);
      }
    }
    return invocation.result().join();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(PATH.length());
      if (path.equals("invocation/next")) {
        sendNext(exchange);
        return;
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (path.equals("init/error")) {
        initError = "Runtime.InitError: " + new String(body, StandardCharsets.UTF_8);
        accept(exchange);
      } else if (path.equals("invocation/" + currentId() + "/response")) {
        current.result().complete(InvocationResult.success(currentId(), body));
        accept(exchange);
      } else if (path.equals("invocation/" + currentId() + "/error")) {
        String error = new String(body, StandardCharsets.UTF_8);
        current.result().complete(InvocationResult.failure(currentId(), error));
        accept(exchange);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private String currentId() {
    return current == null ? "none" : current.id();
  }

  private static void accept(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(202, -1);
  }

  private void sendNext(HttpExchange exchange) throws IOException {
    Invocation next;
    try {
      next = waiting.take();
    } catch (InterruptedException e) {
      // The API closes.
      Thread.currentThread().interrupt();
      return;
    }
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", next.id());
    headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(next.deadline()));
    headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
    exchange.sendResponseHeaders(200, next.event().length);
    exchange.getResponseBody().write(next.event());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
