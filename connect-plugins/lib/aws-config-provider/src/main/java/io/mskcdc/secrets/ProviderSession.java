package io.mskcdc.secrets;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** Connections, credentials, region and retries of a service's client. */
final class ProviderSession implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

  private final ProviderConfig config;
  private final SdkHttpClient http;
  private final DefaultCredentialsProvider ownCredentials;
  private final StsClient sts;
  private final StsAssumeRoleCredentialsProvider roleCredentials;

  ProviderSession(ProviderConfig config) {
    this.config = config;
    // Set explicitly, because the SDK's discovery uses the thread's context class loader, which is
    // the worker's and does not see this plugin.
    http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT_TIMEOUT)
            .socketTimeout(SOCKET_TIMEOUT)
            .build();
    // By default the SDK reads a credentials file once, and goes on with keys that have expired.
    ownCredentials =
        DefaultCredentialsProvider.builder()
            .profileFile(ProfileFileSupplier.defaultSupplier())
            .build();
    if (config.roleArn().isPresent()) {
      sts = configure(StsClient.builder(), ownCredentials, config.stsEndpoint()).build();
      roleCredentials =
          StsAssumeRoleCredentialsProvider.builder()
              .stsClient(sts)
              .refreshRequest(
                  request ->
                      request
                          .roleArn(config.roleArn().get())
                          .roleSessionName(config.roleSessionName()))
              .build();
    } else {
      sts = null;
      roleCredentials = null;
    }
  }

  /** Applies the settings that are the same for all services. */
  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configure(B builder) {
    return configure(
        builder, roleCredentials == null ? ownCredentials : roleCredentials, config.endpoint());
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configure(
      B builder, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
    builder.httpClient(http).credentialsProvider(credentials).overrideConfiguration(retries());
    config.region().map(Region::of).ifPresent(builder::region);
    endpoint.ifPresent(builder::endpointOverride);
    return builder;
  }

  // The SDK's standard strategy has growing, jittered pauses, and longer ones after throttling.
  private ClientOverrideConfiguration retries() {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(strategy -> strategy.maxAttempts(config.attempts()))
        .apiCallTimeout(config.timeout())
        .build();
  }

  @Override
  public void close() {
    if (roleCredentials != null) {
      roleCredentials.close();
      sts.close();
    }
    ownCredentials.close();
    http.close();
  }
}
