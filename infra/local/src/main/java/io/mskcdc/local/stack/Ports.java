package io.mskcdc.local.stack;

import io.mskcdc.local.process.TcpPort;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The TCP ports of a stack, all on 127.0.0.1.
 *
 * @param kafka the broker's listener for clients
 * @param kafkaInternal the listener for the broker's own clients, on a broker with IAM
 * @param aws the AWS services, in a stack with IAM
 * @param jmx the MBeans of the worker
 */
public record Ports(
    int mysql, int kafka, int kafkaInternal, int controller, int connect, int aws, int jmx) {
  /** The ports of {@code local-stack.sh up}: not the default ports, which are often in use. */
  public static final Ports FIXED = new Ports(13306, 19092, 19094, 19093, 18083, 18084, 18085);

  /** Returns free ports. */
  public static Ports free() {
    List<Integer> ports = TcpPort.free(7);
    return new Ports(
        ports.get(0),
        ports.get(1),
        ports.get(2),
        ports.get(3),
        ports.get(4),
        ports.get(5),
        ports.get(6));
  }

  /** Checks that all ports are free; the exception names the first that is not. */
  void requireFree() {
    IntStream.of(mysql, kafka, kafkaInternal, controller, connect, aws, jmx)
        .forEach(TcpPort::requireFree);
  }
}
