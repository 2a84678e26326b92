package io.mskcdc.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy on 127.0.0.1 that can swallow what it should pass on, like a NAT gateway that has
 * forgotten a connection: neither side gets a sign.
 */
final class SilentProxy implements AutoCloseable {
  private final ServerSocket server;
  private volatile int target;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile boolean swallowsNew;

  /**
   * @param target the port on 127.0.0.1 that connections lead to
   */
  SilentProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("accept", this::accept);
  }

  /** A connection of a client and the one to the target that belongs to it. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean swallows = swallowsNew;

    private Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    private void pass(Socket from, Socket to) {
      byte[] buffer = new byte[8192];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (!swallows) {
            out.write(buffer, 0, read);
          }
        }
      } catch (IOException e) {
        // One side is closed, and the other one is closed below.
      }
      // The end of a side is swallowed too.
      if (!swallows) {
        close();
      }
    }

    private void close() {
      links.remove(this);
      closeQuietly(client);
      closeQuietly(server);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** Swallows what comes over the present connections from now on; new ones work. */
  void swallowPresentConnections() {
    links.forEach(link -> link.swallows = true);
  }

  /** Swallows what comes over present and new connections. */
  void swallowAllConnections() {
    swallowsNew = true;
    swallowPresentConnections();
  }

  /** Leads new connections to another port, as a name that moves to another server. */
  void leadTo(int port) {
    target = port;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
        links.add(link);
        start("up", () -> link.pass(link.client, link.server));
        start("down", () -> link.pass(link.server, link.client));
      }
    } catch (IOException e) {
      // The proxy is closed.
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, "silent-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    closeQuietly(server);
    links.forEach(Link::close);
  }
}
