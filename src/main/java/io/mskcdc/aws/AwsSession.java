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

/** The credentials and connections of one command. */
public final class AwsSession implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final String region;
  private final RetryPolicy policy;
  private final UnaryOperator<String> variables;
  private final Consumer<String> progress;
  private final Credentials credentials;
  private final ClosableHttpClient client;

  /**
   * Opens no connection yet.
   *
   * @param progress receives one line for each new reason to wait
   */
  public AwsSession(AwsAccess access, Consumer<String> progress) {
    this(access, RetryPolicy.DEFAULT, System::getenv, progress);
  }

  /**
   * Opens no connection yet.
   *
   * @param policy how long to repeat a request
   * @param variables returns an environment variable's value, or null
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

  /** Returns a service, with the endpoint of {@link AwsService#of}. */
  public AwsService service(String title, String signingName, Optional<URI> endpoint) {
    return AwsService.of(title, signingName, region, endpoint, variables);
  }

  /** Returns the first part of ARNs in this region, like {@code aws}. */
  String partition() {
    return PartitionMetadata.of(Region.of(region)).id();
  }

  /** Returns a client of a service. */
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
