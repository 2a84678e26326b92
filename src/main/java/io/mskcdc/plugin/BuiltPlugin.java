package io.mskcdc.plugin;

import static io.mskcdc.problem.ErrorCode.PLUGIN_NOT_BUILT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A plugin that was built and checked, as its manifest describes it.
 *
 * @param name its name on AWS
 * @param file the ZIP
 * @param size of the ZIP, in bytes
 * @param sha256 of the ZIP, in hexadecimal
 * @param md5 of the ZIP, in hexadecimal; MSK Connect returns this digest of a plugin
 * @param commit the commit that it was built from
 */
public record BuiltPlugin(
    String name, Path file, long size, String sha256, String md5, String commit) {

  /**
   * Reads a manifest, and the ZIP beside it.
   *
   * @param plugin the plugin's folder, for the next step
   * @throws ProblemException if there is no manifest, or the ZIP is not the one that was checked
   */
  public static BuiltPlugin read(String plugin, Path manifest) {
    if (!Files.isRegularFile(manifest)) {
      throw notBuilt(
          plugin, manifest, "there is no manifest, so nothing was built and checked", null);
    }
    try {
      JsonNode account = new ObjectMapper().readTree(manifest.toFile());
      Path file = manifest.resolveSibling(account.path("file").asText());
      MessageDigest md5 = digest("MD5");
      MessageDigest sha256 = digest("SHA-256");
      try (InputStream in =
          new DigestInputStream(new DigestInputStream(Files.newInputStream(file), md5), sha256)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      BuiltPlugin built =
          new BuiltPlugin(
              account.path("name").asText(),
              file,
              Files.size(file),
              HexFormat.of().formatHex(sha256.digest()),
              HexFormat.of().formatHex(md5.digest()),
              account.path("commit").asText());
      if (!built.sha256().equals(account.path("sha256").asText())) {
        throw notBuilt(plugin, file, "it is not the file that was checked: another SHA-256", null);
      }
      return built;
    } catch (IOException e) {
      throw notBuilt(plugin, manifest, "the plugin cannot be read: " + e.getMessage(), e);
    }
  }

  private static ProblemException notBuilt(
      String plugin, Path where, String message, IOException cause) {
    return new ProblemException(
        Problem.of(
            PLUGIN_NOT_BUILT,
            where.toString(),
            message,
            "run ./scripts/build-plugins.sh " + plugin),
        cause);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has it", e);
    }
  }
}
