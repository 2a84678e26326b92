package io.mskcdc.cli;

import io.mskcdc.aws.AwsAccess;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.MskConnectTarget.AssumedRole;
import io.mskcdc.config.Target;
import io.mskcdc.connect.ConnectClient;
import io.mskcdc.msk.MskConnectRuntime;
import io.mskcdc.msk.api.KafkaConnect;
import io.mskcdc.runtime.ConnectRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Opens what commands talk to, and closes it when the command has ended. */
final class Connections implements AutoCloseable {
  private final List<Runnable> closings = new ArrayList<>();

  /** Opens the runtime that an environment deploys to. */
  ConnectRuntime open(Bundle bundle, Consumer<String> progress) {
    Target target = bundle.environment().target();
    if (target instanceof ConnectEndpoint endpoint) {
      ConnectClient client = new ConnectClient(endpoint, progress);
      closings.add(client::close);
      return client;
    }
    MskConnectTarget msk = bundle.environment().mskConnect().orElseThrow();
    AwsSession session =
        new AwsSession(
            new AwsAccess(
                msk.region(),
                msk.profile(),
                msk.assumeRole().map(AssumedRole::arn),
                msk.assumeRole().flatMap(AssumedRole::externalId)),
            progress);
    closings.add(session::close);
    return new MskConnectRuntime(
        new KafkaConnect(session, msk.endpoint()),
        bundle.environment(),
        bundle.workers(),
        progress);
  }

  @Override
  public void close() {
    closings.forEach(Runnable::run);
  }
}
