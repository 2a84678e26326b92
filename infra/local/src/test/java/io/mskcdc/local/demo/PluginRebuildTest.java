package io.mskcdc.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.iam.SignatureV4;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginRebuildTest {
  @TempDir Path folder;

  @Test
  void changesOnlyTheTransformsJarAndItsDigest() throws IOException {
    byte[] transforms = zip("io/mskcdc/smt/version", "1".getBytes(StandardCharsets.UTF_8));
    byte[] other = zip("version", "1".getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream plugin = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(plugin)) {
      write(out, "plugin/smt-1.jar", transforms);
      write(out, "plugin/other-1.jar", other);
    }
    Path zip = Files.write(folder.resolve("plugin.zip"), plugin.toByteArray());
    Path sbom =
        Files.writeString(
            folder.resolve("plugin-sbom.json"),
            SignatureV4.sha256(transforms) + " " + SignatureV4.sha256(other));

    PluginRebuild.run(zip, sbom);

    byte[] rebuilt = read(zip, "plugin/smt-1.jar");
    assertThat(rebuilt).isNotEqualTo(transforms);
    assertThat(read(zip, "plugin/other-1.jar")).isEqualTo(other);
    assertThat(sbom).hasContent(SignatureV4.sha256(rebuilt) + " " + SignatureV4.sha256(other));
  }

  @Test
  void doesNotChangeAClassWhoseNameContainsVersion() throws IOException {
    byte[] transforms = zip("io/mskcdc/smt/Conversion.class", new byte[] {1});
    Path zip = Files.write(folder.resolve("plugin.zip"), zip("plugin/smt-1.jar", transforms));
    Path sbom = Files.writeString(folder.resolve("plugin-sbom.json"), "");

    PluginRebuild.run(zip, sbom);

    Path rebuilt = Files.write(folder.resolve("smt.jar"), read(zip, "plugin/smt-1.jar"));
    assertThat(read(rebuilt, "io/mskcdc/smt/Conversion.class")).containsExactly(1);
  }

  private static byte[] zip(String entry, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      write(out, entry, content);
    }
    return bytes.toByteArray();
  }

  private static void write(ZipOutputStream out, String entry, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(entry));
    out.write(content);
    out.closeEntry();
  }

  private static byte[] read(Path zip, String entry) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      return file.getInputStream(file.getEntry(entry)).readAllBytes();
    }
  }
}
