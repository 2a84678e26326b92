package io.mskcdc.dynamodb;

import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The clients for tables and for streams, with one connection pool and one set of credentials. */
final class AwsClients implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

  private final SdkHttpClient http;
  private final DefaultCredentialsProvider ownCredentials;
  private final StsClient sts;
  private final StsAssumeRoleCredentialsProvider roleCredentials;
  private final DynamoDbClient tables;
  private final DynamoDbStreamsClient streams;

  /**
   * Opens no connection yet.
   *
   * @throws ConnectException if the worker has no region
   */
  AwsClients(SourceOptions options) {
    // Set explicitly, because the SDK's discovery uses the thread's context class loader, which is
    // the worker's and does not see this plugin.
    http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT_TIMEOUT)
            .socketTimeout(SOCKET_TIMEOUT)
            .build();
    ownCredentials = DefaultCredentialsProvider.builder().build();
    try {
      if (options.roleArn().isPresent()) {
        sts = configured(StsClient.builder(), options, ownCredentials).build();
        roleCredentials =
            StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(
                    request -> request.roleArn(options.roleArn().get()).roleSessionName("msk-cdc"))
                .build();
      } else {
        sts = null;
        roleCredentials = null;
      }
      AwsCredentialsProvider credentials =
          roleCredentials == null ? ownCredentials : roleCredentials;
      tables = located(DynamoDbClient.builder(), options, credentials).build();
      streams = located(DynamoDbStreamsClient.builder(), options, credentials).build();
    } catch (SdkException e) {
      throw SourceErrors.of("the clients for AWS cannot be made", e);
    }
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B located(
      B builder, SourceOptions options, AwsCredentialsProvider credentials) {
    options.endpoint().ifPresent(builder::endpointOverride);
    return configured(builder, options, credentials);
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder, SourceOptions options, AwsCredentialsProvider credentials) {
    options.region().map(Region::of).ifPresent(builder::region);
    return builder
        .httpClient(http)
        .credentialsProvider(credentials)
        .overrideConfiguration(c -> c.apiCallTimeout(CALL_TIMEOUT));
  }

  DynamoDbClient tables() {
    return tables;
  }

  DynamoDbStreamsClient streams() {
    return streams;
  }

  @Override
  public void close() {
    tables.close();
    streams.close();
    if (roleCredentials != null) {
      roleCredentials.close();
      sts.close();
    }
    ownCredentials.close();
    http.close();
  }
}
