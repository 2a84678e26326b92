package io.mskcdc.plugin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a plugin on AWS, derived from its content. {@code debezium-mysql-3-6-1-1a2b3c4d} is
 * the ZIP's name, the version of its connector, and the beginning of its SHA-256. Plugins on AWS
 * are immutable, so each content needs its own name.
 */
final class PluginName {
  private static final int DIGEST_DIGITS = 8;
  private static final Pattern CONNECTOR_JAR =
      Pattern.compile("debezium-connector-[a-z0-9]+-(\\d+(?:\\.\\d+)*).*\\.jar");
  private static final Pattern OWN_VERSION = Pattern.compile("(.+?)-(\\d+(?:\\.\\d+)*)(?:-.*)?");

  private PluginName() {}

  /** Returns the name, of letters, digits and hyphens. */
  static String of(Plugin plugin) {
    String file = plugin.file().getFileName().toString().replaceFirst("\\.(zip|jar)$", "");
    Matcher own = OWN_VERSION.matcher(file);
    String base = own.matches() ? own.group(1) : file;
    String version = connectorVersion(plugin, base, own.matches() ? own.group(2) : "");
    String name = base + (version.isEmpty() ? "" : "-" + version);
    return name.replaceAll("[^A-Za-z0-9]+", "-")
        + "-"
        + plugin.sha256().substring(0, DIGEST_DIGITS);
  }

  private static String connectorVersion(Plugin plugin, String base, String otherwise) {
    return plugin.jars().stream()
        .map(jar -> CONNECTOR_JAR.matcher(jar.fileName()))
        .filter(
            jar -> jar.matches() && jar.group().startsWith("debezium-connector-" + suffix(base)))
        .map(jar -> jar.group(1))
        .findFirst()
        .orElse(otherwise);
  }

  private static String suffix(String base) {
    return base.replaceFirst("^debezium-(connector-)?", "") + "-";
  }
}
