package io.mskcdc.local.stack;

import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The TCP ports of one stack, all on 127.0.0.1.
 *
 * @param kafka where clients reach the broker
 * @param kafkaInternal where a broker with IAM reaches itself
 * @param aws where the services of AWS are, beside such a broker
 */
public record Ports(int mysql, int kafka, int kafkaInternal, int controller, int connect, int aws) {
  /**
   * What {@code local-stack.sh up} uses: beside the usual ports, which a laptop often has taken.
   */
  public static final Ports FIXED = new Ports(13306, 19092, 19094, 19093, 18083, 18084);

  /** Ports that nobody listens on now. */
  public static Ports free() {
    List<ServerSocket> sockets = IntStream.range(0, 6).mapToObj(i -> listen(0)).toList();
    int[] ports = sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    sockets.forEach(Ports::close);
    return new Ports(ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
  }

  /** Fails with the number of the first port that something else listens on. */
  void requireFree() {
    Stream.of(mysql, kafka, kafkaInternal, controller, connect, aws)
        .forEach(port -> close(listen(port)));
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      // Without this a port in TIME_WAIT, of a stack that just ended, counts as taken.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      throw new StackException(
          "port " + port + " on 127.0.0.1 is taken\n  next: end what listens there (ss -ltnp)", e);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
