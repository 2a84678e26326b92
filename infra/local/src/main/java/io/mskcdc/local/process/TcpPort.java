package io.mskcdc.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Finds and checks TCP ports on 127.0.0.1. */
public final class TcpPort {
  /**
   * Linux gives the ports from 32768 to outgoing connections. A server that stops and starts again
   * on such a port can find it taken.
   */
  private static final int FIRST = 20_000;

  private static final int BEHIND_LAST = 32_000;

  private TcpPort() {}

  /** Returns a free port. */
  public static int free() {
    return free(1).get(0);
  }

  /** Returns {@code count} different free ports, which no outgoing connection gets. */
  public static List<Integer> free(int count) {
    // All sockets stay open until the last port is chosen, so that no port is chosen twice.
    List<ServerSocket> sockets =
        ThreadLocalRandom.current()
            .ints(FIRST, BEHIND_LAST)
            .mapToObj(TcpPort::listenIfFree)
            .flatMap(Optional::stream)
            .limit(count)
            .toList();
    List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
    sockets.forEach(TcpPort::close);
    return ports;
  }

  /**
   * Checks that nothing listens on {@code port}.
   *
   * @throws StackException if something does
   */
  public static void requireFree(int port) {
    close(listen(port));
  }

  private static Optional<ServerSocket> listenIfFree(int port) {
    try {
      return Optional.of(listen(port));
    } catch (StackException e) {
      return Optional.empty();
    }
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      // Without this, a port in TIME_WAIT counts as in use after the previous stack stopped.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      throw new StackException(
          "port "
              + port
              + " on 127.0.0.1 is in use"
              + "\n  next: stop the process that listens there; ss -ltnp lists it",
          e);
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
