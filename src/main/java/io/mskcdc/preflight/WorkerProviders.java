package io.mskcdc.preflight;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.catalog.References;
import io.mskcdc.database.NotReachableException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Resolves references with the classes that the worker's configuration names, and with the login of
 * this machine. Closing it closes them.
 */
public final class WorkerProviders implements References, AutoCloseable {
  private static final String PROVIDERS = "config.providers";

  /** What they read exists on the workers only, or is another value there. */
  private static final Set<String> OF_THE_WORKERS =
      Set.of(
          "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
          "org.apache.kafka.common.config.provider.DirectoryConfigProvider");

  private final Map<String, String> worker;
  private final Map<String, ConfigProvider> opened = new HashMap<>();

  /**
   * @param worker the worker's configuration, empty if it is not known
   */
  public WorkerProviders(Map<String, String> worker) {
    this.worker = worker;
  }

  @Override
  public String resolve(String value) throws NotReachableException {
    Set<String> names = new TreeSet<>();
    List<ProviderReference> references = ProviderReference.in(value);
    references.forEach(reference -> names.add(reference.provider()));
    if (Set.of("file").containsAll(names)) {
      return IN_FILES.resolve(value);
    }
    for (String name : names) {
      open(name);
    }
    try {
      return new ConfigTransformer(opened).transform(Map.of("", value)).data().get("");
    } catch (RuntimeException e) {
      // The providers' messages name the secret, not its content.
      throw new NotReachableException(
          "a secret cannot be read with the login of this machine ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + ")");
    }
  }

  private void open(String name) throws NotReachableException {
    if (opened.containsKey(name)) {
      return;
    }
    String type = worker.get(PROVIDERS + "." + name + ".class");
    if (type == null || !CommaList.of(worker.get(PROVIDERS)).contains(name)) {
      throw new NotReachableException(
          "the worker's configuration in the bundle has no provider " + name);
    }
    if (OF_THE_WORKERS.contains(type)) {
      throw new NotReachableException("its secrets are known to the workers only");
    }
    try {
      ConfigProvider provider =
          Class.forName(type)
              .asSubclass(ConfigProvider.class)
              .getDeclaredConstructor()
              .newInstance();
      String prefix = PROVIDERS + "." + name + ".param.";
      Map<String, String> options = new HashMap<>();
      worker.forEach(
          (key, option) -> {
            if (key.startsWith(prefix)) {
              options.put(key.substring(prefix.length()), option);
            }
          });
      provider.configure(options);
      opened.put(name, provider);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new NotReachableException("the deployer does not have the provider " + type);
    } catch (ConfigException e) {
      throw new NotReachableException("the provider " + name + ": " + e.getMessage());
    }
  }

  @Override
  public void close() {
    opened
        .values()
        .forEach(
            provider -> {
              try {
                provider.close();
              } catch (IOException e) {
                // Nothing that it read is lost.
              }
            });
  }
}
