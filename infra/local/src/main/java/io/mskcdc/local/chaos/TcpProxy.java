package io.mskcdc.local.chaos;

import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on 127.0.0.1 that can cut, freeze, throttle and silently drop its connections.
 *
 * <p>Two threads for each connection copy the bytes, one in each direction.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;

  /** What the proxy does with new and open connections. */
  private enum Mode {
    PASS,
    /** It forwards no bytes. The senders' buffers fill up, and the bytes arrive later. */
    FROZEN,
    /** It accepts no connections. */
    DOWN
  }

  private final ServerSocket server;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Object changed = new Object();
  private volatile int target;
  private volatile Mode mode = Mode.PASS;
  private volatile int bytesPerSecond = Integer.MAX_VALUE;

  private TcpProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Starts a proxy.
   *
   * @param port the port that it listens on
   * @param target the port on 127.0.0.1 that it connects to
   */
  public static TcpProxy start(int port, int target) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      TcpProxy proxy = new TcpProxy(server, target);
      thread("proxy-" + port, proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new StackException("the proxy on port " + port + " did not start: " + e, e);
    }
  }

  private static void thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Connects new connections to another port. */
  public void setTarget(int port) {
    target = port;
  }

  /** Closes all open connections. New connections work. */
  public void cut() {
    links.forEach(Link::close);
  }

  /** Closes all open connections, and closes each new one at once, until {@link #heal}. */
  public void goDown() {
    set(Mode.DOWN);
    cut();
  }

  /** Forwards no bytes until {@link #heal}. Connections stay open. */
  public void freeze() {
    set(Mode.FROZEN);
  }

  /**
   * Swallows the bytes of all open connections for ever, in both directions, and never closes them,
   * as a NAT gateway or firewall does that has forgotten them. New connections work.
   */
  public void dropSilently() {
    links.forEach(link -> link.dropped = true);
  }

  /** Limits the bytes of each connection and direction, until {@link #heal}. */
  public void throttle(int limit) {
    bytesPerSecond = limit;
  }

  /** Ends all but a silent drop. */
  public void heal() {
    bytesPerSecond = Integer.MAX_VALUE;
    set(Mode.PASS);
  }

  private void set(Mode value) {
    synchronized (changed) {
      mode = value;
      changed.notifyAll();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        thread("proxy-connect", () -> connect(client));
      } catch (IOException e) {
        // The proxy was closed, which ends the loop.
        continue;
      }
    }
  }

  private void connect(Socket client) {
    Socket upstream = new Socket();
    Link link = new Link(client, upstream);
    try {
      if (mode == Mode.DOWN) {
        throw new IOException("down");
      }
      upstream.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_TIMEOUT_MILLIS);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      links.add(link);
      thread("proxy-up", () -> link.copy(client, upstream));
      thread("proxy-down", () -> link.copy(upstream, client));
    } catch (IOException e) {
      link.close();
    }
  }

  /** A connection of a client and the one to the target that belongs to it. */
  private final class Link {
    private final Socket client;
    private final Socket upstream;
    private volatile boolean dropped;

    Link(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void copy(Socket from, Socket to) {
      byte[] buffer = new byte[BUFFER];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          awaitThaw();
          if (!dropped) {
            out.write(buffer, 0, read);
            delay(read);
          }
        }
      } catch (IOException e) {
        // A peer closed its connection.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      closeUnlessDropped(from);
    }

    private void awaitThaw() throws InterruptedException {
      synchronized (changed) {
        while (mode == Mode.FROZEN) {
          changed.wait();
        }
      }
    }

    private void delay(int bytes) throws InterruptedException {
      int limit = bytesPerSecond;
      if (limit < Integer.MAX_VALUE) {
        Thread.sleep(1_000L * bytes / limit);
      }
    }

    /** The other end of a dropped connection must not see that this end was closed. */
    private void closeUnlessDropped(Socket ended) {
      if (!dropped) {
        close();
        return;
      }
      closeSocket(ended);
      if (client.isClosed() && upstream.isClosed()) {
        links.remove(this);
      }
    }

    void close() {
      links.remove(this);
      closeSocket(client);
      closeSocket(upstream);
    }

    private static void closeSocket(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed.
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    heal();
    cut();
  }
}
