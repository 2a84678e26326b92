package io.mskcdc.local.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.local.mysql.DatabaseServer;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void portOfTheSecondDatabaseMustBeFreeOnlyWhereTheStackHasOne() throws IOException {
    Ports ports = Ports.free();
    try (ServerSocket socket =
        new ServerSocket(ports.mysql2(), 1, InetAddress.getLoopbackAddress())) {
      assertThatCode(() -> ports.requireFree(List.of(DatabaseServer.FIRST)))
          .doesNotThrowAnyException();
      assertThatThrownBy(
              () -> ports.requireFree(List.of(DatabaseServer.FIRST, DatabaseServer.SECOND)))
          .isInstanceOf(StackException.class)
          .hasMessageContaining(
              "port " + socket.getLocalPort() + " on 127.0.0.1 is in use\n  next: stop");
    }
  }
}
