package io.mskcdc.cli;

import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.connect.ConnectClient;
import io.mskcdc.runtime.ConnectRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Opens what commands talk to, and closes it when the command has ended. */
final class Connections implements AutoCloseable {
  private final List<ConnectClient> open = new ArrayList<>();

  ConnectRuntime open(ConnectEndpoint endpoint, Consumer<String> progress) {
    ConnectClient client = new ConnectClient(endpoint, progress);
    open.add(client);
    return client;
  }

  @Override
  public void close() {
    open.forEach(ConnectClient::close);
  }
}
