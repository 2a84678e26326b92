package io.mskcdc.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The content of a built plugin, as its manifest describes it.
 *
 * @param manifest the manifest
 * @param release the release of Kafka Connect that it was checked for; empty if the manifest has
 *     none
 * @param classes the classes that configurations can name; empty if the manifest lists none
 * @param undeclared those of them that no service file lists; a worker with {@code
 *     plugin.discovery=service_load} does not find them
 */
public record PluginContent(
    Path manifest, String release, Set<String> classes, Set<String> undeclared) {

  public PluginContent {
    classes = Set.copyOf(classes);
    undeclared = Set.copyOf(undeclared);
  }

  static PluginContent of(Document manifest) {
    JsonNode verification = manifest.root().path("verification");
    Set<String> classes = new TreeSet<>();
    Set<String> declared = new TreeSet<>();
    for (JsonNode one : verification.path("classes")) {
      classes.add(one.path("name").asText());
      if (one.path("declared").asBoolean(true)) {
        declared.add(one.path("name").asText());
      }
    }
    Set<String> undeclared = new TreeSet<>(classes);
    undeclared.removeAll(declared);
    return new PluginContent(
        manifest.file(), verification.path("connect").asText(), classes, undeclared);
  }
}
