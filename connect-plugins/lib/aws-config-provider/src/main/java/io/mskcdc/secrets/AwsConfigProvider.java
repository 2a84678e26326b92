package io.mskcdc.secrets;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * What the providers have in common: one client for as long as the worker runs, opened at the first
 * look-up, and a TTL only where it was asked for.
 *
 * @param <C> the client of the service that holds the values
 */
abstract class AwsConfigProvider<C extends SdkAutoCloseable> implements ConfigProvider {
  private ProviderConfig config;
  private ProviderSession session;
  private C client;

  @Override
  public final void configure(Map<String, ?> parameters) {
    config = new ProviderConfig(parameters);
    configured(config);
  }

  @Override
  public final ConfigData get(String path) {
    return data(inOwnLoader(() -> values(text(path))));
  }

  @Override
  public final ConfigData get(String path, Set<String> keys) {
    return data(inOwnLoader(() -> values(text(path), keys)));
  }

  /** Called once, before any look-up. */
  abstract void configured(ProviderConfig settings);

  /** Makes the client. */
  abstract C open(ProviderConfig settings, ProviderSession connections);

  /** Returns all values under a path. */
  abstract Map<String, String> values(String path);

  /**
   * Returns the values of some keys.
   *
   * @param path empty for a reference without one, whose key then names the whole secret
   */
  abstract Map<String, String> values(String path, Set<String> keys);

  /** Returns the one client. */
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

  // The SDK finds parts of itself through the thread's class loader, which here is the worker's.
  private static <T> T inOwnLoader(Supplier<T> work) {
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
