package io.mskcdc.msk;

import io.mskcdc.aws.AwsAccess;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.aws.S3Bucket;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.MskConnectTarget.AssumedRole;
import io.mskcdc.config.MskConnectTarget.PluginBucket;
import io.mskcdc.msk.api.KafkaConnect;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** The AWS account that an environment deploys to; its clients share credentials. */
public final class MskSession implements AutoCloseable {
  private final MskConnectTarget target;
  private final AwsSession aws;

  /**
   * Opens no connection yet.
   *
   * @param progress receives one line for each new reason to wait
   */
  public MskSession(MskConnectTarget target, Consumer<String> progress) {
    this.target = target;
    this.aws =
        new AwsSession(
            new AwsAccess(
                target.region(),
                target.profile(),
                target.assumeRole().map(AssumedRole::arn),
                target.assumeRole().flatMap(AssumedRole::externalId)),
            progress);
  }

  /** Returns the API of MSK Connect. */
  public KafkaConnect api() {
    return new KafkaConnect(aws, target.endpoint());
  }

  /** Returns the credentials and connections, for other services of the account. */
  public AwsSession aws() {
    return aws;
  }

  /** Returns the endpoint of an emulator, which serves other services too; empty on AWS. */
  public Optional<URI> emulator() {
    return target.endpoint().filter(address -> "http".equals(address.getScheme()));
  }

  /**
   * Returns the reader of the logs of connectors.
   *
   * @param stackTraces whether it reports stack traces in full
   */
  ConnectorLog log(boolean stackTraces) {
    return new ConnectorLog(api(), aws, emulator(), stackTraces);
  }

  /** Returns the bucket of the plugins. */
  S3Bucket bucket(PluginBucket bucket) {
    return new S3Bucket(aws, bucket.name(), target.account(), bucket.kmsKey(), bucket.endpoint());
  }

  @Override
  public void close() {
    aws.close();
  }
}
