package io.mskcdc.local.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.ServiceRequest;
import io.mskcdc.local.aws.rest.ServiceResponse;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.iam.Account;
import io.mskcdc.local.iam.Account.AccessKey;
import io.mskcdc.local.iam.AccountFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Services of AWS on one port of 127.0.0.1, over plain HTTP. Each request must be signed with a key
 * of the account, for the account's region and the called service. The policy of the key's
 * principal must allow it. The log gets a line for each request, with its caller, operation and
 * resource but no value.
 */
public final class LocalAws implements AutoCloseable {
  static {
    // With Nagle's algorithm a client waits 40 ms for the body: the server sends it only after the
    // client has acknowledged the headers. The JDK reads the property once.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final AccountFile account;
  private final List<LocalService> services;
  private final int maxBody;
  private final RequestLog log;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private LocalAws(
      HttpServer server, AccountFile account, List<LocalService> services, RequestLog log) {
    this.server = server;
    this.account = account;
    this.services = List.copyOf(services);
    this.maxBody = services.stream().mapToInt(LocalService::maxBody).max().orElse(0);
    this.log = log;
  }

  /**
   * Starts services.
   *
   * @param port 0 for any free port
   * @param log the file for the line of each request
   * @throws UncheckedIOException if the port is taken
   */
  public static LocalAws start(
      int port, AccountFile account, List<LocalService> services, Path log) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
      LocalAws aws = new LocalAws(server, account, services, new RequestLog(log));
      server.setExecutor(aws.threads);
      server.createContext("/", aws::handle);
      server.start();
      return aws;
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " on 127.0.0.1", e);
    }
  }

  /**
   * Returns the address of all services. The SDKs and the AWS CLI read it from environment
   * variables such as AWS_ENDPOINT_URL_SECRETS_MANAGER.
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      ServiceResponse response = answer(read(exchange));
      response.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("x-amzn-requestid", UUID.randomUUID().toString());
      byte[] body = response.body();
      exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private ServiceRequest read(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    URI uri = exchange.getRequestURI();
    return new ServiceRequest(
        exchange.getRequestMethod(),
        Objects.requireNonNullElse(uri.getRawPath(), ""),
        Objects.requireNonNullElse(uri.getRawQuery(), ""),
        headers,
        // One byte more than any service accepts, so that authenticate() can refuse it.
        exchange.getRequestBody().readNBytes(maxBody + 1));
  }

  private ServiceResponse answer(ServiceRequest request) {
    for (LocalService service : services) {
      Optional<String> operation = service.operation(request);
      if (operation.isPresent()) {
        return answer(request, service, operation.get());
      }
    }
    RequestLog.Entry entry = log.entry("-");
    ServiceResponse response = noService();
    entry.write(response.status());
    return response;
  }

  private ServiceResponse noService() {
    String names = services.stream().map(LocalService::name).collect(Collectors.joining(", "));
    return new ServiceResponse(
        404,
        Map.of("Content-Type", "text/plain"),
        ("no local service takes this request; there are: " + names)
            .getBytes(StandardCharsets.UTF_8));
  }

  private ServiceResponse answer(ServiceRequest request, LocalService service, String operation) {
    RequestLog.Entry entry = log.entry(service.name() + ":" + operation);
    ServiceResponse response;
    try {
      response = service.answer(operation, authenticate(request, service, entry));
    } catch (ServiceError e) {
      entry.error(e.code());
      response = service.error(e);
    } catch (RuntimeException e) {
      // Omit the message: it may quote the input.
      entry.error(ServiceError.INTERNAL_FAILURE + ":" + e.getClass().getName());
      response =
          service.error(
              new ServiceError(
                  ServiceError.INTERNAL_FAILURE, "the local service failed; see its log"));
    }
    entry.write(response.status());
    return response;
  }

  private VerifiedRequest authenticate(
      ServiceRequest request, LocalService service, RequestLog.Entry entry) {
    if (request.body().length > service.maxBody()) {
      throw new ServiceError(
          "RequestEntityTooLargeException",
          "the body is larger than " + service.maxBody() + " bytes");
    }
    RequestSignature signature = RequestSignature.of(request);
    entry.key(signature.scope().accessKeyId());
    Account now = account.read();
    AccessKey key = signature.verify(request, service.name(), now, Instant.now());
    entry.principal(key.principal());
    return new VerifiedRequest(request, now, key.principal(), entry::resources);
  }
}
