package io.mskcdc.local.stack;

import io.mskcdc.local.mysql.DatabaseServer;
import io.mskcdc.local.process.TcpPort;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The TCP ports of a stack, all on 127.0.0.1.
 *
 * @param mysql2 the second MySQL server, in a stack that has it
 * @param kafka the broker's listener for clients
 * @param kafkaInternal the listener for the broker's own clients, on a broker with IAM
 * @param aws the AWS services, in a stack with IAM
 * @param jmx the MBeans of the worker
 */
public record Ports(
    int mysql,
    int mysql2,
    int kafka,
    int kafkaInternal,
    int controller,
    int connect,
    int aws,
    int jmx) {
  /** The ports of {@code local-stack.sh up}: not the default ports, which are often in use. */
  public static final Ports FIXED =
      new Ports(13306, 13307, 19092, 19094, 19093, 18083, 18084, 18085);

  /** Returns free ports. */
  public static Ports free() {
    List<Integer> ports = TcpPort.free(8);
    return new Ports(
        ports.get(0),
        ports.get(1),
        ports.get(2),
        ports.get(3),
        ports.get(4),
        ports.get(5),
        ports.get(6),
        ports.get(7));
  }

  /** Returns the port of a MySQL server. */
  int of(DatabaseServer server) {
    return server == DatabaseServer.FIRST ? mysql : mysql2;
  }

  /**
   * Checks that all ports of a stack with these MySQL servers are free; the exception names the
   * first that is not.
   */
  void requireFree(List<DatabaseServer> servers) {
    servers.forEach(server -> TcpPort.requireFree(of(server)));
    IntStream.of(kafka, kafkaInternal, controller, connect, aws, jmx).forEach(TcpPort::requireFree);
  }
}
