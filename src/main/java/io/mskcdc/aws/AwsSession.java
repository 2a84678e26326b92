package io.mskcdc.aws;

import io.mskcdc.http.ClosableHttpClient;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.http.RetryingClient;
import io.mskcdc.time.Time;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** One command's way into AWS: its credentials and its connections. */
public final class AwsSession implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final String region;
  private final RetryPolicy policy;
  private final UnaryOperator<String> variables;
  private final Consumer<String> progress;
  private final Credentials credentials;
  private final ClosableHttpClient client;

  /**
   * Opens nothing yet.
   *
   * @param progress told, once per reason, what a request waits for
   */
  public AwsSession(AwsAccess access, Consumer<String> progress) {
    this(access, RetryPolicy.DEFAULT, System::getenv, progress);
  }

  /**
   * Opens nothing yet.
   *
   * @param policy how long to repeat a request
   * @param variables the environment's variables
   */
  public AwsSession(
      AwsAccess access,
      RetryPolicy policy,
      UnaryOperator<String> variables,
      Consumer<String> progress) {
    this.region = access.region();
    this.policy = policy;
    this.variables = variables;
    this.progress = progress;
    this.credentials = new Credentials(access);
    this.client =
        new ClosableHttpClient(
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT));
  }

  /** Finds a service, as {@link AwsService#of} does. */
  public AwsService service(String title, String signingName, Optional<URI> endpoint) {
    return AwsService.of(title, signingName, region, endpoint, variables);
  }

  /** Returns the first part of ARNs in this region, like {@code aws}. */
  String partition() {
    return PartitionMetadata.of(Region.of(region)).id();
  }

  /** Returns what sends requests to a service. */
  public SignedHttp http(AwsService service) {
    return new SignedHttp(
        service,
        new Signer(service, region, credentials),
        new RetryingClient(client.get(), policy, Time.SYSTEM, service.title(), progress),
        policy);
  }

  @Override
  public void close() {
    client.close();
    credentials.close();
  }
}
