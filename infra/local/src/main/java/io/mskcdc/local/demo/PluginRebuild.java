package io.mskcdc.local.demo;

import io.mskcdc.local.iam.SignatureV4;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Makes a plugin ZIP look like a later build: the JAR of the transforms has other content. */
final class PluginRebuild {
  private PluginRebuild() {}

  /** Changes the transforms' JAR in {@code zip}, and its digest in {@code sbom}. */
  static void run(Path zip, Path sbom) throws IOException {
    Path changed = zip.resolveSibling("changed");
    Map<String, String> digests = new HashMap<>();
    try (OutputStream out = Files.newOutputStream(changed)) {
      rewrite(
          Files.newInputStream(zip),
          out,
          "/smt-",
          jar -> {
            byte[] next = withOtherVersion(jar);
            digests.put(SignatureV4.sha256(jar), SignatureV4.sha256(next));
            return next;
          });
    }
    String listed = Files.readString(sbom);
    for (Map.Entry<String, String> digest : digests.entrySet()) {
      listed = listed.replace(digest.getKey(), digest.getValue());
    }
    Files.writeString(sbom, listed);
    Files.move(changed, zip, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] withOtherVersion(byte[] jar) {
    try {
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      rewrite(
          new ByteArrayInputStream(jar),
          changed,
          "/version",
          content ->
              (new String(content, StandardCharsets.UTF_8) + "# next\n")
                  .getBytes(StandardCharsets.UTF_8));
      return changed.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies an archive and changes the entries whose name contains {@code name}. */
  private static void rewrite(
      InputStream from, OutputStream to, String name, UnaryOperator<byte[]> change)
      throws IOException {
    try (ZipInputStream in = new ZipInputStream(from);
        ZipOutputStream copy = new ZipOutputStream(to)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        ZipEntry written = new ZipEntry(entry.getName());
        written.setTime(entry.getTime());
        copy.putNextEntry(written);
        copy.write(entry.getName().contains(name) ? change.apply(content) : content);
        copy.closeEntry();
      }
    }
  }
}
