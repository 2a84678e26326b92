package io.mskcdc.cli;

import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.config.Target;
import io.mskcdc.connect.ConnectClient;
import io.mskcdc.runtime.ConnectRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Opens what commands talk to, and closes it when the command has ended. */
final class Connections implements AutoCloseable {
  private final List<ConnectClient> open = new ArrayList<>();

  ConnectRuntime open(Target target, Consumer<String> progress) {
    if (!(target instanceof ConnectEndpoint endpoint)) {
      throw new UnsupportedOperationException("target msk-connect");
    }
    ConnectClient client = new ConnectClient(endpoint, progress);
    open.add(client);
    return client;
  }

  @Override
  public void close() {
    open.forEach(ConnectClient::close);
  }
}
