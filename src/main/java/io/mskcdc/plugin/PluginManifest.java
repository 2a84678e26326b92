package io.mskcdc.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.PrettyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The manifest of a plugin, a file beside its ZIP. It contains the name on AWS, the commit that the
 * ZIP was built from, and the results of the checks. For each JAR it contains the coordinates,
 * SHA-256 and licences. Coordinates and licences come from a CycloneDX SBOM, in which the JAR's
 * SHA-256 identifies the entry.
 */
public final class PluginManifest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHA_256 = "SHA-256";

  private PluginManifest() {}

  /** Returns whether a manifest beside a file describes it. */
  public static boolean exists(Path file) {
    try {
      Path manifest = file.toAbsolutePath().resolveSibling("manifest.json");
      return JSON.readTree(manifest.toFile())
          .path("file")
          .asText()
          .equals(file.getFileName().toString());
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes the manifest of a checked plugin.
   *
   * @param sbom a CycloneDX SBOM in JSON
   * @param commit the commit it was built from
   */
  public static void write(Verification verification, Path sbom, String commit, Path to) {
    Map<String, JsonNode> components = components(sbom);
    Plugin plugin = verification.plugin();
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest
        .put("name", verification.name())
        .put("file", plugin.file().getFileName().toString())
        .put("size", plugin.size())
        .put("sha256", plugin.sha256())
        .put("commit", commit);
    ObjectNode checks = manifest.putObject("verification");
    checks.put("connect", verification.connect().release());
    if (verification.loadedOn() != null) {
      checks.put("loadedOn", verification.loadedOn().release());
    }
    verification.notes().forEach(checks.putArray("notes")::add);
    for (PluginClass one : verification.classes()) {
      checks
          .withArray("classes")
          .addObject()
          .put("type", one.type())
          .put("name", one.name())
          .put("declared", one.declared());
    }
    for (Jar jar : plugin.jars()) {
      ObjectNode entry = manifest.withArray("jars").addObject();
      String sha256 = jar.sha256();
      entry.put("file", jar.name()).put("size", jar.size()).put("sha256", sha256);
      JsonNode component = components.get(sha256);
      if (component == null) {
        throw new ProblemException(
            Problem.of(
                ErrorCode.PLUGIN_NOT_ACCOUNTED,
                plugin.file() + "!" + jar.name(),
                "the SBOM " + sbom + " lists no file with this SHA-256",
                "build the ZIP and its SBOM together"));
      }
      entry.put("coordinates", coordinates(component));
      component
          .path("licenses")
          .forEach(licence -> entry.withArray("licenses").add(licence(licence)));
    }
    try {
      Files.writeString(to, PrettyJson.of(manifest));
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              ErrorCode.FILE_NOT_WRITABLE,
              to.toString(),
              "the manifest cannot be written: " + e.getMessage(),
              "name a file in a folder that exists and is writable"),
          e);
    }
  }

  private static Map<String, JsonNode> components(Path sbom) {
    Map<String, JsonNode> components = new HashMap<>();
    try {
      for (JsonNode component : JSON.readTree(sbom.toFile()).path("components")) {
        for (JsonNode hash : component.path("hashes")) {
          if (hash.path("alg").asText().equals(SHA_256)) {
            components.put(hash.path("content").asText(), component);
          }
        }
      }
      return components;
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              ErrorCode.FILE_NOT_READABLE,
              sbom.toString(),
              "the SBOM cannot be read: " + e.getMessage(),
              "name a CycloneDX SBOM in JSON"),
          e);
    }
  }

  private static String coordinates(JsonNode component) {
    return component.path("group").asText()
        + ":"
        + component.path("name").asText()
        + ":"
        + component.path("version").asText();
  }

  private static String licence(JsonNode entry) {
    JsonNode licence = entry.path("license");
    String text = entry.path("expression").asText();
    text = text.isEmpty() ? licence.path("id").asText() : text;
    return text.isEmpty() ? licence.path("name").asText() : text;
  }
}
