package io.mskcdc.plugin;

import io.mskcdc.plugin.ZipDirectory.Entry;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Reads a plugin's file. Counts the unpacked bytes, since stated sizes may be wrong. */
public final class PluginReader {
  private final Path file;
  private final byte[] buffer = new byte[1 << 16];
  private long left = ArchiveRules.MAX_BYTES;

  private PluginReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws ProblemException if it is not an archive that a worker can unpack
   */
  public static Plugin read(Path file) {
    List<Entry> entries = ZipDirectory.read(file);
    List<Problem> problems = ArchiveRules.check(file, entries);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new PluginReader(file).read(entries);
  }

  private static ProblemException empty(Path file, List<Entry> entries) {
    boolean hasClasses = entries.stream().anyMatch(entry -> entry.name().endsWith(".class"));
    return new ProblemException(
        Problem.of(
            ErrorCode.PLUGIN_EMPTY,
            file.toString(),
            hasClasses ? "it contains classes and no JAR, as a JAR does" : "it contains no JAR",
            hasClasses
                ? "if it is a JAR, let its name end with .jar; otherwise put the classes into one"
                : "put the plugin's JARs into the ZIP, in one folder"));
  }

  private Plugin read(List<Entry> entries) {
    try {
      List<Jar> jars = ArchiveRules.isJar(file.toString()) ? List.of(itself()) : jarsOfZip();
      if (jars.isEmpty()) {
        throw empty(file, entries);
      }
      return new Plugin(file, Files.size(file), Sha256.of(file), jars);
    } catch (ZipException e) {
      throw ZipDirectory.damaged(file, "it is damaged: " + e.getMessage());
    } catch (IOException e) {
      throw ZipDirectory.damaged(file, "it cannot be unpacked: " + e.getMessage());
    }
  }

  private Jar itself() throws IOException {
    return jar(file.getFileName().toString(), Files.readAllBytes(file));
  }

  private List<Jar> jarsOfZip() throws IOException {
    List<Jar> jars = new ArrayList<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (!entry.isDirectory()) {
          // Read every entry, so that a damaged one is found.
          byte[] content = content(zip, entry);
          if (ArchiveRules.isJar(entry.getName())) {
            jars.add(jar(entry.getName(), content));
          }
        }
      }
    }
    jars.sort(Comparator.comparing(Jar::name));
    return jars;
  }

  private byte[] content(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] content = in.readNBytes((int) entry.getSize() + 1);
      if (content.length != entry.getSize()) {
        throw ZipDirectory.damaged(
            file, entry.getName() + " does not unpack to the size that the directory states");
      }
      return content;
    }
  }

  private Jar jar(String name, byte[] content) throws IOException {
    Map<String, byte[]> classes = new HashMap<>();
    Map<String, String> texts = new HashMap<>();
    boolean any = false;
    boolean isSigned = false;
    // The limit of this JAR's unpacked size.
    long limit = Math.min(left, ArchiveRules.SMALL + ArchiveRules.MAX_RATIO * content.length);
    long before = left;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(content))) {
      ZipEntry entry;
      while ((entry = in.getNextEntry()) != null) {
        any = true;
        String path = entry.getName();
        isSigned |= JarSignature.isPart(path);
        byte[] bytes = read(in, name, limit - (before - left), isClass(path) || isText(path));
        if (isClass(path)) {
          classes.put(path.substring(0, path.length() - ".class".length()), bytes);
        } else if (isText(path)) {
          texts.put(path, new String(bytes, StandardCharsets.UTF_8));
        }
      }
    }
    if (!any) {
      throw ZipDirectory.damaged(file, name + " is no JAR, or its beginning is missing");
    }
    if (isSigned) {
      JarSignature.require(file, name, content);
    }
    boolean usesKafka = classes.values().stream().anyMatch(ClassFile::mentionsKafka);
    return new Jar(name, content, classes, texts, usesKafka);
  }

  /** Reads an entry to its end. Returns its content, or nothing if it is not kept. */
  private byte[] read(InputStream in, String jar, long limit, boolean kept) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    long count = 0;
    int length;
    while ((length = in.read(buffer)) >= 0) {
      count += length;
      if (count > limit) {
        throw new ProblemException(
            ArchiveRules.tooLarge(file, jar + " unpacks to far more than a JAR does"));
      }
      if (kept) {
        content.write(buffer, 0, length);
      }
    }
    left -= count;
    return content.toByteArray();
  }

  private static boolean isClass(String path) {
    return path.endsWith(".class")
        && !path.startsWith("META-INF/")
        && !path.endsWith("module-info.class");
  }

  private static boolean isText(String path) {
    return path.startsWith("META-INF/services/")
        || (path.startsWith("META-INF/maven/") && path.endsWith("/pom.properties"));
  }
}
