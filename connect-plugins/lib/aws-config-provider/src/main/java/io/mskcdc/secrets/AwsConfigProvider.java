package io.mskcdc.secrets;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The common part of the providers. Each keeps one client, which it opens at the first look-up and
 * closes with the provider. Values have a TTL only if {@code ttl.restart} is set.
 *
 * @param <C> the SDK client of the service that holds the values
 */
abstract class AwsConfigProvider<C extends SdkAutoCloseable> implements ConfigProvider {
  private ProviderConfig config;
  private ProviderSession session;
  private C client;

  @Override
  public final void configure(Map<String, ?> parameters) {
    config = new ProviderConfig(parameters);
    onConfigured(config);
  }

  @Override
  public final ConfigData get(String path) {
    return data(withPluginClassLoader(() -> values(text(path))));
  }

  @Override
  public final ConfigData get(String path, Set<String> keys) {
    SecretPath.requireNoRawArn(text(path), keys);
    return data(withPluginClassLoader(() -> values(text(path), keys)));
  }

  /** Called once, before the first look-up. */
  abstract void onConfigured(ProviderConfig settings);

  /** Creates the client. */
  abstract C open(ProviderConfig settings, ProviderSession connections);

  /** Returns all values of a path, by key. */
  abstract Map<String, String> values(String path);

  /**
   * Returns the values of the given keys, by key.
   *
   * @param path empty for a reference such as {@code ${provider:key}}; the key is then the name of
   *     a secret, and the value is the whole secret
   */
  abstract Map<String, String> values(String path, Set<String> keys);

  /** Returns the client, and opens it if this is the first call. */
  final synchronized C client() {
    if (client == null) {
      session = new ProviderSession(config);
      client = open(config, session);
    }
    return client;
  }

  @Override
  public final synchronized void close() {
    if (client != null) {
      client.close();
      session.close();
      client = null;
      session = null;
    }
  }

  private ConfigData data(Map<String, String> values) {
    return config
        .ttlMillis()
        .map(ttl -> new ConfigData(values, ttl))
        .orElseGet(() -> new ConfigData(values));
  }

  private static String text(String path) {
    return path == null ? "" : path;
  }

  // The SDK loads some of its classes by the thread's context class loader. Connect sets that to
  // the worker's class loader, which does not see the classes of a plugin.
  private static <T> T withPluginClassLoader(Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(AwsConfigProvider.class.getClassLoader());
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
