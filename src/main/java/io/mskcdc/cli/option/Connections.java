package io.mskcdc.cli.option;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.Target;
import io.mskcdc.connect.ConnectClient;
import io.mskcdc.msk.MskConnectRuntime;
import io.mskcdc.msk.MskSession;
import io.mskcdc.runtime.ConnectRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Opens what commands talk to, and closes it when the command has ended. */
public final class Connections implements AutoCloseable {
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
    return new MskConnectRuntime(
        open(msk, progress), bundle.environment(), bundle.workers(), progress);
  }

  /** Opens an account on MSK Connect. */
  MskSession open(MskConnectTarget target, Consumer<String> progress) {
    MskSession session = new MskSession(target, progress);
    closings.add(session::close);
    return session;
  }

  @Override
  public void close() {
    closings.forEach(Runnable::run);
  }
}
