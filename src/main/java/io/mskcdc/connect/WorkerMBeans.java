package io.mskcdc.connect;

import io.mskcdc.runtime.LeftOut;
import io.mskcdc.smt.mask.MaskStatusMXBean;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reads the MBeans of the masks over JMX. A connector's task runs on any worker of the group. */
final class WorkerMBeans {
  private static final int CONNECT_MILLIS = 2000;
  private static final String MASKS = "io.mskcdc:type=mask,*";

  private final Map<String, Long> withheld = new TreeMap<>();
  private final Map<String, List<String>> unlisted = new TreeMap<>();

  private WorkerMBeans() {}

  /**
   * Returns what the masks on the workers left out.
   *
   * @param workers the JMX addresses of the workers, as host:port
   * @param topicPrefix the prefix of the connector's topics
   * @param note receives a sentence for each worker that does not answer
   */
  static LeftOut read(List<String> workers, String topicPrefix, Consumer<String> note) {
    WorkerMBeans beans = new WorkerMBeans();
    for (String worker : workers) {
      try {
        beans.add(worker, topicPrefix);
      } catch (IOException | MalformedObjectNameException | RuntimeException e) {
        note.accept("what its masks left out on " + worker + ": " + e.getMessage());
      }
    }
    return new LeftOut(beans.withheld, beans.unlisted);
  }

  private void add(String worker, String topicPrefix)
      throws IOException, MalformedObjectNameException {
    requireListener(worker);
    JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + worker + "/jmxrmi");
    try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      for (ObjectName name : server.queryNames(new ObjectName(MASKS), null)) {
        if (belongsTo(ObjectName.unquote(name.getKeyProperty("server")), topicPrefix)) {
          add(JMX.newMXBeanProxy(server, name, MaskStatusMXBean.class));
        }
      }
    }
  }

  /** RMI has no timeout for connections. */
  private static void requireListener(String worker) throws IOException {
    int colon = worker.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              worker.substring(0, colon), Integer.parseInt(worker.substring(colon + 1))),
          CONNECT_MILLIS);
    }
  }

  /** The server of a table whose name contains dots has more parts. */
  private static boolean belongsTo(String server, String topicPrefix) {
    return server.equals(topicPrefix) || server.startsWith(topicPrefix + ".");
  }

  private void add(MaskStatusMXBean mask) {
    mask.getWithheldRecords()
        .forEach((table, records) -> withheld.merge(table, records, Long::sum));
    mask.getUnlistedColumns()
        .forEach(
            (table, columns) ->
                unlisted.computeIfAbsent(table, any -> new ArrayList<>()).addAll(List.of(columns)));
  }
}
