package io.mskcdc.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.local.process.TcpPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults of connections through the proxy, to a server that sends back what it receives. */
class TcpProxyTest {
  private static final int NOTHING_ARRIVES_MILLIS = 300;
  private static final int TIMEOUT_MILLIS = 10_000;

  private EchoServer server;
  private TcpProxy proxy;
  private Socket client;

  @BeforeEach
  void start() throws IOException {
    server = new EchoServer();
    proxy = TcpProxy.start(TcpPort.free(), server.port());
    client = connect();
    assertThat(echo(client, 1)).isEqualTo(1);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void aCutClosesOpenConnectionsAndNewOnesWork() throws IOException {
    proxy.cut();

    assertThat(isClosed(client)).isTrue();
    try (Socket again = connect()) {
      assertThat(echo(again, 2)).isEqualTo(2);
    }
  }

  @Test
  void downClosesNewConnectionsToo() throws IOException {
    proxy.goDown();

    try (Socket refused = connect()) {
      assertThat(isClosed(refused)).isTrue();
    }
    proxy.heal();
    try (Socket again = connect()) {
      assertThat(echo(again, 2)).isEqualTo(2);
    }
  }

  @Test
  void frozenBytesArriveAfterTheThaw() throws IOException {
    proxy.freeze();
    client.getOutputStream().write(7);

    assertThatNothingArrives();
    proxy.heal();

    client.setSoTimeout(TIMEOUT_MILLIS);
    assertThat(client.getInputStream().read()).isEqualTo(7);
  }

  @Test
  void silentlyDroppedBytesNeverArriveAndTheConnectionStaysOpen() throws IOException {
    proxy.dropSilently();
    client.getOutputStream().write(7);

    assertThatNothingArrives();
    proxy.heal();
    client.getOutputStream().write(8);
    assertThatNothingArrives();
    try (Socket again = connect()) {
      assertThat(echo(again, 2)).isEqualTo(2);
    }
  }

  @Test
  void aThrottledConnectionDelaysItsBytes() throws IOException {
    proxy.throttle(10);
    long started = System.nanoTime();
    // 20 bytes take two seconds in each direction.
    client.getOutputStream().write(new byte[20]);
    client.setSoTimeout(TIMEOUT_MILLIS);
    for (int read = 0; read < 21; read++) {
      if (read == 20) {
        client.getOutputStream().write(1);
      }
      client.getInputStream().read();
    }

    assertThat(System.nanoTime() - started).isGreaterThan(1_500_000_000L);
  }

  @Test
  void newConnectionsGoToTheNewTarget() throws IOException {
    try (EchoServer other = new EchoServer()) {
      proxy.setTarget(other.port());
      server.close();
      try (Socket again = connect()) {
        assertThat(echo(again, 2)).isEqualTo(2);
      }
    }
  }

  private void assertThatNothingArrives() throws IOException {
    client.setSoTimeout(NOTHING_ARRIVES_MILLIS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static int echo(Socket socket, int value) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Sends back what it receives. */
  private static final class EchoServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    EchoServer() throws IOException {
      start(this::accept);
    }

    int port() {
      return socket.getLocalPort();
    }

    private static void start(Runnable task) {
      Thread thread = new Thread(task);
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      while (!socket.isClosed()) {
        try {
          Socket accepted = socket.accept();
          start(() -> echo(accepted));
        } catch (IOException e) {
          return;
        }
      }
    }

    private static void echo(Socket accepted) {
      try (accepted) {
        accepted.getInputStream().transferTo(accepted.getOutputStream());
      } catch (IOException e) {
        // The proxy closed the connection.
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
