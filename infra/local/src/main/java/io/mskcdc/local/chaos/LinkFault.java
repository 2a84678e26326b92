package io.mskcdc.local.chaos;

import java.util.function.Consumer;

/** A fault of the connections through a proxy. */
record LinkFault(String name, TcpProxy proxy, Consumer<TcpProxy> begin) implements Fault {
  private static final int SLOW_BYTES_PER_SECOND = 4_096;

  static LinkFault cut(String link, TcpProxy proxy) {
    return new LinkFault(link + " cut", proxy, TcpProxy::goDown);
  }

  static LinkFault frozen(String link, TcpProxy proxy) {
    return new LinkFault(link + " frozen", proxy, TcpProxy::freeze);
  }

  static LinkFault throttled(String link, TcpProxy proxy) {
    return new LinkFault(link + " throttled", proxy, it -> it.throttle(SLOW_BYTES_PER_SECOND));
  }

  static LinkFault silentlyDropped(String link, TcpProxy proxy) {
    return new LinkFault(link + " silently dropped", proxy, TcpProxy::dropSilently);
  }

  @Override
  public void strike() {
    begin.accept(proxy);
  }

  @Override
  public void heal() {
    proxy.heal();
  }
}
