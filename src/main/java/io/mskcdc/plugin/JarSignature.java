package io.mskcdc.plugin;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The signature of a JAR. A worker loads no class of a JAR that differs from its signature, for
 * example after a tool has put several JARs into one.
 */
final class JarSignature {
  private static final Pattern PART =
      Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)", Pattern.CASE_INSENSITIVE);

  private JarSignature() {}

  static boolean isPart(String path) {
    return PART.matcher(path).matches();
  }

  /**
   * Checks a signed JAR as a class loader does.
   *
   * @param file the plugin
   * @param name the JAR's path in it
   * @throws ProblemException if the JAR differs from its signature
   */
  static void require(Path file, String name, byte[] content) throws IOException {
    Path copy = Files.createTempFile("mskcdc-", ".jar");
    try {
      Files.write(copy, content);
      try (JarFile jar = new JarFile(copy.toFile(), true)) {
        for (JarEntry entry : jar.stream().toList()) {
          try (InputStream in = jar.getInputStream(entry)) {
            in.transferTo(OutputStream.nullOutputStream());
          }
        }
      }
    } catch (SecurityException e) {
      throw new ProblemException(
          Problem.of(
              ErrorCode.PLUGIN_SIGNATURE_BROKEN,
              file + "!" + name,
              "its content differs from its signature, and a worker loads no class of it",
              "take the JAR as its maker signed it, or remove the signature: zip -d "
                  + name.substring(name.lastIndexOf('/') + 1)
                  + " 'META-INF/*.SF' 'META-INF/*.RSA' 'META-INF/*.DSA' 'META-INF/*.EC'"),
          e);
    } finally {
      Files.delete(copy);
    }
  }
}
