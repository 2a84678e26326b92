package io.mskcdc.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.process.TcpPort;
import io.mskcdc.runtime.LeftOut;
import io.mskcdc.smt.mask.MaskStatusMXBean;
import java.lang.management.ManagementFactory;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;

class WorkerMBeansTest {
  private final List<String> notes = new ArrayList<>();

  @Test
  void theMasksOfAConnectorAreAddedUpAndOtherWorkersAreNoted() throws Exception {
    int port = TcpPort.free();
    int closed = TcpPort.free();
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    Registry registry = LocateRegistry.createRegistry(port);
    JMXConnectorServer server =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"),
            null,
            beans);
    List<ObjectName> names = new ArrayList<>();
    try {
      server.start();
      names.add(register(beans, "shop", 1, Map.of("db.a", 2L), Map.of("db.b", "x")));
      names.add(register(beans, "shop", 2, Map.of("db.a", 3L), Map.of()));
      names.add(register(beans, "shop2", 1, Map.of("db.z", 9L), Map.of()));

      LeftOut leftOut =
          WorkerMBeans.read(
              List.of("127.0.0.1:" + port, "127.0.0.1:" + closed), "shop", notes::add);

      assertThat(leftOut.withheld()).containsExactly(Map.entry("db.a", 5L));
      assertThat(leftOut.unlisted()).containsExactly(Map.entry("db.b", List.of("x")));
      assertThat(notes)
          .singleElement()
          .asString()
          .startsWith("what its masks left out on 127.0.0.1:" + closed + ": ");
    } finally {
      for (ObjectName name : names) {
        beans.unregisterMBean(name);
      }
      server.stop();
      UnicastRemoteObject.unexportObject(registry, true);
    }
  }

  private static ObjectName register(
      MBeanServer beans,
      String server,
      int id,
      Map<String, Long> withheld,
      Map<String, String> unlisted)
      throws Exception {
    MaskStatusMXBean mask =
        new MaskStatusMXBean() {
          @Override
          public Map<String, Long> getWithheldRecords() {
            return withheld;
          }

          @Override
          public Map<String, String[]> getUnlistedColumns() {
            return Map.copyOf(
                unlisted.entrySet().stream()
                    .collect(
                        Collectors.toMap(
                            Map.Entry::getKey, entry -> new String[] {entry.getValue()})));
          }
        };
    ObjectName name =
        new ObjectName("io.mskcdc:type=mask,server=" + ObjectName.quote(server) + ",id=" + id);
    beans.registerMBean(mask, name);
    return name;
  }
}
