package io.mskcdc.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class TcpPortTest {
  @Test
  void freePortsAreDifferent() {
    assertThat(TcpPort.free(6))
        .hasSize(6)
        .doesNotHaveDuplicates()
        // Linux gives the ports from 32768 to outgoing connections.
        .allMatch(port -> port < 32768);
  }

  @Test
  void portInUseIsRejectedAndNamed() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
      assertThatThrownBy(() -> TcpPort.requireFree(port))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("port " + port + " on 127.0.0.1 is in use");
    }
    assertThatCode(() -> TcpPort.requireFree(port)).doesNotThrowAnyException();
  }
}
