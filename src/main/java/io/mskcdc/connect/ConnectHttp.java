package io.mskcdc.connect;

import static io.mskcdc.problem.ErrorCode.CONNECT_HOST_UNKNOWN;
import static io.mskcdc.problem.ErrorCode.CONNECT_NOT_A_WORKER;
import static io.mskcdc.problem.ErrorCode.CONNECT_REFUSED;
import static io.mskcdc.problem.ErrorCode.CONNECT_TLS;
import static io.mskcdc.problem.ErrorCode.CONNECT_UNAUTHORIZED;
import static io.mskcdc.problem.ErrorCode.CONNECT_UNREACHABLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.mskcdc.catalog.QuotedSecrets;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.http.Attempt;
import io.mskcdc.http.ClosableHttpClient;
import io.mskcdc.http.Exchange;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.http.RetryingClient;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.OneLine;
import io.mskcdc.time.Poller;
import io.mskcdc.time.Time;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLException;

/**
 * Sends requests to a worker and repeats them only where that is safe. Redirects are not followed:
 * a worker forwards requests to its leader.
 */
final class ConnectHttp implements AutoCloseable {
  /** Longer than the 90 s after which a worker ends a request itself. */
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(100);

  /** Matches a path with an encoded character, or with a name of dots. */
  private static final Pattern UNUSUAL = Pattern.compile("%|/\\.\\.?(/|$)");

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final URI base;
  private final Optional<String> authorization;
  private final ClosableHttpClient client;
  private final RetryingClient retrying;
  private final RetryPolicy policy;
  private final Duration responseTimeout;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * @param endpoint the worker's address and credentials
   * @param policy how long to repeat a request
   * @param responseTimeout how long to wait for a response
   * @param progress receives one line for each new reason to wait
   */
  ConnectHttp(
      ConnectEndpoint endpoint,
      RetryPolicy policy,
      Duration responseTimeout,
      Consumer<String> progress) {
    this.base = endpoint.url();
    this.authorization = new Authorization(System::getenv).header(endpoint);
    this.policy = policy;
    this.responseTimeout = responseTimeout;
    this.client =
        new ClosableHttpClient(
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .sslContext(Tls.context(endpoint)));
    this.retrying =
        new RetryingClient(client.get(), policy, Time.SYSTEM, base.toString(), progress);
  }

  ConnectHttp(ConnectEndpoint endpoint, Consumer<String> progress) {
    this(endpoint, RetryPolicy.DEFAULT, RESPONSE_TIMEOUT, progress);
  }

  /**
   * Sends a request that changes nothing. Returns a success with an object, as all paths that this
   * client reads have one, or a 404 of Connect.
   */
  ConnectResponse read(String method, String path, JsonNode body) {
    ConnectResponse response = write(method, path, body, () -> false);
    if (!response.isAbsent() && !response.body().isObject()) {
      throw notOfConnect(response, method, path);
    }
    return response;
  }

  /** Like {@link #read}, for paths that every worker has: a 404 shows that this is no worker. */
  JsonNode readExisting(String method, String path, JsonNode body) {
    ConnectResponse response = read(method, path, body);
    if (!response.isAbsent()) {
      return response.body();
    }
    throw notOfConnect(response, method, path);
  }

  /** Sends a GET and does not repeat it; empty without a success. */
  Optional<JsonNode> readOnce(String path) {
    try {
      return Optional.of(
              retrying.send(new WorkerExchange("GET", path, null, () -> false), Duration.ZERO))
          .filter(ConnectResponse::isSuccess)
          .map(ConnectResponse::body);
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /**
   * Sends a GET to a path that returns a list of names.
   *
   * @throws ProblemException if the response has another shape
   */
  void readNames(String path) {
    ConnectResponse response = write("GET", path, null, () -> false);
    boolean names =
        response.body().isArray()
            && StreamSupport.stream(response.body().spliterator(), false)
                .allMatch(JsonNode::isTextual);
    if (!names) {
      throw notOfConnect(response, "GET", path);
    }
  }

  /**
   * Sends a request that changes something.
   *
   * @param alreadyApplied called before a repetition if the effect of the previous attempt is
   *     unknown; true ends the request as a success
   */
  ConnectResponse write(String method, String path, JsonNode body, BooleanSupplier alreadyApplied) {
    return retrying.send(new WorkerExchange(method, path, body, alreadyApplied), policy.deadline());
  }

  /** Polls until a path returns a 404 of Connect. */
  void awaitAbsence(String path) {
    new Poller(policy::delay, policy.deadline(), Time.SYSTEM)
        .until(
            base.toString(),
            () -> read("GET", path, null),
            ConnectResponse::isAbsent,
            last ->
                failure(
                    CONNECT_REFUSED,
                    path
                        + " is still there, or there again, "
                        + policy.deadline().toSeconds()
                        + " s after its deletion",
                    "find out whether another client creates it; the worker's log has the requests",
                    null));
  }

  /** One request, and the meaning of its responses. */
  private final class WorkerExchange implements Exchange<ConnectResponse> {
    private final String method;
    private final String path;
    private final HttpRequest request;
    private final Map<String, String> sent;
    private final BooleanSupplier applied;

    WorkerExchange(String method, String path, JsonNode body, BooleanSupplier applied) {
      this.method = method;
      this.path = path;
      this.request = ConnectHttp.this.request(method, path, body);
      this.sent = body == null ? Map.of() : ConnectorJson.sentConfig(body);
      this.applied = applied;
    }

    @Override
    public String where() {
      return base.toString();
    }

    @Override
    public HttpRequest request() {
      return request;
    }

    @Override
    public Attempt<ConnectResponse> judge(HttpResponse<byte[]> raw) {
      requireWorker(raw, method, path);
      ConnectResponse response = ConnectResponse.parse(mapper, raw.statusCode(), raw.body());
      if (response.isTransient()) {
        String reason = shown(response.reason(), sent);
        return new Attempt.Failed<>(
            reason,
            response.mayBeApplied(),
            response.isValidationTimeout()
                ? unvalidated(CONNECT_UNREACHABLE, sent)
                : unreachable(reason, null));
      }
      if (response.isBrokenValidation() && !sent.isEmpty()) {
        throw unvalidated(CONNECT_REFUSED, sent);
      }
      return new Attempt.Answered<>(checked(response, method, path, sent));
    }

    @Override
    public Optional<ConnectResponse> alreadyApplied() {
      return applied.getAsBoolean()
          ? Optional.of(new ConnectResponse(200, mapper.missingNode(), true))
          : Optional.empty();
    }

    @Override
    public ProblemException hostUnknown(Exception cause) {
      return failure(
          CONNECT_HOST_UNKNOWN,
          "the host " + base.getHost() + " is unknown",
          "correct connect.url in environment.yaml",
          cause);
    }

    @Override
    public ProblemException untrusted(SSLException cause) {
      return failure(
          CONNECT_TLS,
          "no trusted connection: " + cause.getMessage(),
          "check the certificates of the worker and of environment.yaml",
          cause);
    }

    @Override
    public ProblemException unreachable(String reason, Exception cause) {
      return failure(
          CONNECT_UNREACHABLE,
          "no usable response within "
              + policy.deadline().toSeconds()
              + " s; the last attempt: "
              + reason,
          "check that the workers run and that connect.url is their address",
          cause);
    }
  }

  /** The worker validates what it is sent, and the connector connects to its database then. */
  private ProblemException unvalidated(ErrorCode code, Map<String, String> config) {
    String database =
        SourceConnectors.of(config)
            .map(source -> "the database " + source.databaseAddress(config))
            .orElse("the system that the connector reads");
    return failure(
        code,
        "the worker could not finish its validation of the configuration; most often "
            + database
            + " refuses its connections, does not answer, or not in time",
        "check from the workers' network that "
            + database
            + " answers, then run the command again; the worker's log has the cause",
        null);
  }

  /** A response that a server between gives in the worker's place says so in its header. */
  private void requireWorker(HttpResponse<byte[]> raw, String method, String path) {
    OptionalLong age = age(raw);
    if (age.isPresent() && age.getAsLong() > 0) {
      throw failure(
          CONNECT_NOT_A_WORKER,
          "the response to %s %s is of a cache, and %d s old"
              .formatted(method, path, age.getAsLong()),
          "let the cache before the workers pass every request on, or write the address of a"
              + " worker as connect.url",
          null);
    }
    if (raw.statusCode() / 100 == 3) {
      throw failure(
          CONNECT_NOT_A_WORKER,
          "the response to %s %s (HTTP %d) is a redirect%s"
              .formatted(method, path, raw.statusCode(), target(raw)),
          "write the address of a worker's REST API as connect.url; redirects are not followed",
          null);
    }
    Optional<String> encoding = raw.headers().firstValue("Content-Encoding");
    if (encoding.filter(name -> !name.equals("identity")).isPresent()) {
      throw failure(
          CONNECT_NOT_A_WORKER,
          "the response to %s %s is compressed (%s), which was not requested"
              .formatted(method, path, OneLine.of(encoding.get())),
          "correct the proxy before the workers, or write the address of a worker as connect.url",
          null);
    }
  }

  /** RFC 9111: a cache says how many seconds ago the response was made. */
  private static OptionalLong age(HttpResponse<byte[]> raw) {
    try {
      return raw.headers().firstValueAsLong("Age");
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The path and the query of a login may contain secrets. */
  private static String target(HttpResponse<byte[]> raw) {
    try {
      return raw.headers()
          .firstValue("Location")
          .map(URI::create)
          .map(raw.uri()::resolve)
          .filter(to -> to.getHost() != null)
          .map(to -> " to " + to.getScheme() + "://" + to.getHost() + port(to))
          .orElse("");
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String port(URI to) {
    return to.getPort() < 0 ? "" : ":" + to.getPort();
  }

  private ConnectResponse checked(
      ConnectResponse response, String method, String path, Map<String, String> sent) {
    if (response.isEmptySuccess()) {
      throw notOfConnect(response, method, path);
    }
    if (response.isSuccess() || response.isAbsent()) {
      return response;
    }
    int status = response.status();
    if (status == 401 || status == 403) {
      throw failure(
          CONNECT_UNAUTHORIZED,
          "the worker refuses " + method + " " + path + " (HTTP " + status + ")",
          "check the credentials and their permissions",
          null);
    }
    // A proxy's 400 to another path has another cause.
    if (status == 400 && !response.json() && UNUSUAL.matcher(path).find()) {
      throw failure(
          CONNECT_REFUSED,
          "the worker's HTTP server refuses the path of " + method + " " + path + " (HTTP 400)",
          "no request can name such a connector: delete it with workers of Connect 3, and create it"
              + " under a name without '/', '\\' and '%'",
          null);
    }
    if (status == 404 || !response.json() || response.message().isEmpty()) {
      throw notOfConnect(response, method, path);
    }
    // A worker that could not write to Kafka in time may have written it, and carries it out then.
    boolean unknown = response.mayBeApplied() && isWrite(method, path);
    throw failure(
        CONNECT_REFUSED,
        method
            + " "
            + path
            + " failed (HTTP "
            + status
            + "): "
            + words(response, sent)
            + (unknown ? "; the workers may carry it out nevertheless" : ""),
        (unknown ? "see with mskcdc status what is live, then " : "")
            + "correct what the message names; the worker's log has the details",
        null);
  }

  private static boolean isWrite(String method, String path) {
    return !method.equals("GET") && path.startsWith("/connectors");
  }

  /** The worker's message quotes values, including those that a config provider resolved. */
  private static String words(ConnectResponse response, Map<String, String> sent) {
    return response.message().startsWith("Connector configuration is invalid")
        ? "the configuration is invalid; mskcdc validate lists the keys"
        : shown(response.message(), sent);
  }

  private static String shown(String message, Map<String, String> sent) {
    return OneLine.of(QuotedSecrets.of(sent).hide(message));
  }

  /** Returns an object within a response. */
  JsonNode object(JsonNode parent, String field, String path) {
    return required(parent, field, JsonNodeType.OBJECT, path);
  }

  /** Returns a list within a response. */
  JsonNode array(JsonNode parent, String field, String path) {
    return required(parent, field, JsonNodeType.ARRAY, path);
  }

  private JsonNode required(JsonNode parent, String field, JsonNodeType type, String path) {
    JsonNode found = parent.path(field);
    if (found.getNodeType() != type) {
      throw notOfConnect(
          "the response of %s is not Kafka Connect's: it has no %s %s"
              .formatted(path, type.name().toLowerCase(Locale.ROOT), field));
    }
    return found;
  }

  private ProblemException notOfConnect(ConnectResponse response, String method, String path) {
    return notOfConnect(
        "the response to %s %s (HTTP %d) is not Kafka Connect's"
            .formatted(method, path, response.status()));
  }

  private ProblemException notOfConnect(String message) {
    return failure(
        CONNECT_NOT_A_WORKER,
        message,
        "check that connect.url is the address of a Connect worker's REST API",
        null);
  }

  private ProblemException failure(ErrorCode code, String message, String next, Exception cause) {
    return new ProblemException(Problem.of(code, base.toString(), message, next), cause);
  }

  private HttpRequest request(String method, String path, JsonNode body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(responseTimeout)
            .header("Accept", "application/json")
            // A cache between must not answer with a state of the past.
            .header("Cache-Control", "no-cache");
    authorization.ifPresent(value -> builder.header("Authorization", value));
    if (body == null) {
      return builder.method(method, HttpRequest.BodyPublishers.noBody()).build();
    }
    try {
      return builder
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes cannot fail to be written", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
