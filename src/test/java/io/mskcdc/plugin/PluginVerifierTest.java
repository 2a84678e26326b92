package io.mskcdc.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class PluginVerifierTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int JAVA_11 = 55;

  @TempDir private Path folder;

  private final PluginVerifier verifier = new PluginVerifier(ROOT);

  @Test
  void theVerificationDescribesThePlugin() {
    Path zip = Archive.plugin().write(folder);

    Verification result = verify(zip);

    assertThat(result.classes())
        .containsExactly(new PluginClass("transform", SampleTransform.class.getName(), false));
    assertThat(result.name()).matches("plugin-1-0-[0-9a-f]{8}");
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void aSingleJarIsAPluginToo() throws Exception {
    Path jar = Files.write(folder.resolve("sample-1.0.jar"), Archive.jarOf(SampleTransform.class));

    assertThat(verify(jar).classes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.jar",
        "plugin/../../evil.jar",
        "/etc/evil.jar",
        "C:/evil.jar",
        "..\\evil.jar",
        "plugin\\evil.jar"
      })
  void aPathOutOfTheFolderIsRefused(String name) {
    assertRefused(
        Archive.plugin().with(name, new byte[1]).write(folder), ErrorCode.PLUGIN_PATH_UNSAFE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plugin/inner.zip", "plugin/inner.tar.gz", "inner.ZIP"})
  void anArchiveInTheArchiveIsRefused(String name) {
    byte[] inner = Archive.plugin().bytes();

    assertRefused(Archive.plugin().with(name, inner).write(folder), ErrorCode.PLUGIN_NESTED);
  }

  @Test
  void aSymbolicLinkIsRefused() {
    byte[] zip = Archive.link(Archive.of("plugin/link.jar", "/etc/passwd".getBytes()).bytes());

    assertRefused(Archive.write(folder, zip), ErrorCode.PLUGIN_LINK);
  }

  @Test
  void anEncryptedEntryIsRefused() {
    byte[] zip = Archive.encrypted(Archive.plugin().bytes());

    assertRefused(Archive.write(folder, zip), ErrorCode.PLUGIN_ENCRYPTED);
  }

  @Test
  void aTruncatedFileIsRefused() {
    byte[] zip = Archive.plugin().bytes();

    for (int length = 0; length < zip.length; length += 97) {
      assertRefused(Archive.write(folder, Arrays.copyOf(zip, length)), ErrorCode.PLUGIN_DAMAGED);
    }
  }

  @Test
  void aFlippedBitIsRefused() {
    byte[] zip = Archive.plugin().bytes();
    zip[zip.length / 3] ^= 1;

    assertRefused(Archive.write(folder, zip), ErrorCode.PLUGIN_DAMAGED);
  }

  @Test
  void anEntryWithTwoNamesIsRefused() {
    byte[] zip = Archive.renamedLocally(Archive.plugin().bytes());

    assertRefused(Archive.write(folder, zip), ErrorCode.PLUGIN_DAMAGED);
  }

  @Test
  void anArchiveThatGrowsAHundredfoldIsRefused() {
    byte[] zeros = new byte[16 << 20];

    assertRefused(
        Archive.plugin().with("plugin/zeros.bin", zeros).write(folder), ErrorCode.PLUGIN_TOO_LARGE);
    byte[] jar = Archive.of("zeros.bin", zeros).bytes();
    assertRefused(
        Archive.plugin().with("plugin/zeros.jar", jar).write(folder), ErrorCode.PLUGIN_TOO_LARGE);
  }

  @Test
  void aWrongStatedSizeIsRefused() {
    byte[] zip = Archive.statedAs(Archive.of("zeros.bin", new byte[16 << 20]).bytes(), 100);

    assertRefused(Archive.write(folder, zip), ErrorCode.PLUGIN_DAMAGED);
  }

  @Test
  void tooManyEntriesAreRefused() {
    Archive archive = Archive.plugin();
    for (int i = 0; i <= ArchiveRules.MAX_ENTRIES; i++) {
      archive.with("plugin/" + i, new byte[0]);
    }

    assertRefused(archive.write(folder), ErrorCode.PLUGIN_TOO_LARGE);
  }

  @Test
  void aZipWithoutJarsAndAJarWithoutConnectClassesAreRefused() {
    assertRefused(
        Archive.of("README.md", "nothing".getBytes()).write(folder), ErrorCode.PLUGIN_EMPTY);
    assertRefused(
        Archive.of("plugin/a.jar", Archive.jarOf(Archive.class)).write(folder),
        ErrorCode.PLUGIN_EMPTY);
  }

  @Test
  void aClassForANewerJavaIsRefused() {
    byte[] newer = Archive.classFile(SampleTransform.class);
    newer[7] = 65;
    byte[] jar = Archive.of("io/mskcdc/plugin/SampleTransform.class", newer).bytes();
    Path zip = Archive.of("plugin/sample.jar", jar).write(folder);

    assertThatThrownBy(() -> verify(zip))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[plugin-class-too-new]")
        .hasMessageContaining("class-file version 65")
        .hasMessageContaining("loads up to 61");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 50})
  void aDamagedClassFileIsRefused(int length) {
    byte[] jar =
        Archive.of("io/mskcdc/plugin/SampleTransform.class", sample())
            .with("io/mskcdc/plugin/Other.class", Arrays.copyOf(sample(), length))
            .bytes();

    assertThatThrownBy(() -> verify(Archive.of("plugin/sample.jar", jar).write(folder)))
        .hasMessageContaining("[plugin-damaged]")
        .hasMessageContaining("io.mskcdc.plugin.Other is no class file");
  }

  @Test
  void aClassForAJavaThatNobodyKnowsYetIsTooNewAndNoInternalError() {
    byte[] newer = sample();
    newer[7] = 120;
    byte[] jar = Archive.of("io/mskcdc/plugin/SampleTransform.class", newer).bytes();

    assertRefused(
        Archive.of("plugin/sample.jar", jar).write(folder), ErrorCode.PLUGIN_CLASS_TOO_NEW);
  }

  @Test
  void aServiceFileThatListsAnAbsentClassIsRefused() {
    byte[] jar =
        Archive.of("io/mskcdc/plugin/SampleTransform.class", sample())
            .with(
                "META-INF/services/org.apache.kafka.connect.transforms.Transformation",
                "io.example.Absent # gone".getBytes())
            .bytes();

    assertThatThrownBy(() -> verify(Archive.of("plugin/sample.jar", jar).write(folder)))
        .hasMessageContaining("[plugin-not-loadable]")
        .hasMessageContaining("io.example.Absent, which no JAR contains");
  }

  /** A tool that puts JARs into one keeps the signatures, and writes a manifest of its own. */
  @Test
  void aJarThatDiffersFromItsSignatureIsRefused() throws Exception {
    Path signed = sign(Files.write(folder.resolve("s.jar"), Archive.jarOf(SampleTransform.class)));
    assertThat(verify(signed).classes()).hasSize(1);

    Archive merged = Archive.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n".getBytes());
    try (JarFile jar = new JarFile(signed.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (!entry.getName().equals("META-INF/MANIFEST.MF")) {
          merged.with(entry.getName(), jar.getInputStream(entry).readAllBytes());
        }
      }
    }

    assertThatThrownBy(() -> verify(Archive.of("plugin/merged.jar", merged.bytes()).write(folder)))
        .hasMessageContaining("[plugin-signature-broken]")
        .hasMessageContaining("plugin/merged.jar: its content differs from its signature");
  }

  private Path sign(Path jar) throws Exception {
    Path keys = folder.resolve("keys.p12");
    tool(
        "keytool -genkeypair -alias a -keyalg EC -dname CN=a -storepass changeit -keystore "
            + keys);
    tool("jarsigner -storepass changeit -keystore " + keys + " " + jar + " a");
    return jar;
  }

  private void tool(String command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.set(0, Path.of(System.getProperty("java.home"), "bin", words.get(0)).toString());
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("tool.log").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aClassForJava17IsTooNewForConnect27() {
    Path zip = Archive.plugin().write(folder);

    assertThatThrownBy(() -> verifier.verify(zip, ConnectVersion.V2_7_1, null, true))
        .hasMessageContaining("[plugin-class-too-new]")
        .hasMessageContaining("loads up to 55");
  }

  @Test
  void aLibraryOfTheWorkerIsRefused() throws Exception {
    for (Path jar : ConnectVersion.V3_7_2.runtime(ROOT)) {
      String name = jar.getFileName().toString();
      if (name.matches(
          "(kafka-clients|connect-.*|slf4j-.*|lz4-java|zstd-jni|snappy-java|j.*\\.ws\\.rs-api|reload4j)"
              + "-[0-9].*")) {
        Path zip = Archive.plugin().with("plugin/" + name, Files.readAllBytes(jar)).write(folder);
        assertThatThrownBy(() -> verify(zip))
            .as(name)
            .hasMessageContaining("[plugin-worker-library]")
            .hasMessageContaining(name);
      }
    }
  }

  @Test
  void aLibraryOfTheWorkerInAPluginOfSomebodyElseIsAWarning() throws Exception {
    Path clients =
        ConnectVersion.V3_7_2.runtime(ROOT).stream()
            .filter(jar -> jar.getFileName().toString().startsWith("kafka-clients-"))
            .findFirst()
            .orElseThrow();
    Path zip =
        Archive.plugin().with("plugin/clients.jar", Files.readAllBytes(clients)).write(folder);

    assertThat(verifier.verify(zip, ConnectVersion.V3_7_2, null, false).warnings())
        .filteredOn(warning -> warning.code() == ErrorCode.PLUGIN_WORKER_LIBRARY)
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.where()).endsWith("plugin-1.0.zip!plugin/clients.jar");
              assertThat(warning.message()).contains("kafka-clients");
              assertThat(warning.next()).endsWith("zip -d plugin-1.0.zip 'plugin/clients.jar'");
            });
  }

  @Test
  void theNextStepForAJarWithEverythingInItIsAnotherBuild() {
    byte[] any = new ClassWriter(0).toByteArray();
    byte[] jar =
        Archive.of("io/mskcdc/plugin/SampleTransform.class", sample())
            .with("org/slf4j/LoggerFactory.class", any)
            .with("org/apache/kafka/clients/producer/KafkaProducer.class", any)
            .bytes();
    Path zip = Archive.of("plugin/fat.jar", jar).write(folder);

    assertThat(problems(zip))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).contains("kafka-clients, slf4j-api");
              assertThat(problem.next()).contains("separate JARs").contains("scope provided");
            });
  }

  @Test
  void aPluginWithoutServiceFilesHasAWarning() {
    Path zip = Archive.plugin().write(folder);

    assertThat(verify(zip).warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.headline())
                  .startsWith("[plugin-not-declared] ")
                  .contains("plugin.discovery=service_load does not find")
                  .endsWith(SampleTransform.class.getName());
              assertThat(warning.next()).contains("plugin.discovery=hybrid_warn");
            });
  }

  @Test
  void aPluginWithServiceFilesHasNoWarning() {
    byte[] jar =
        Archive.of("io/mskcdc/plugin/SampleTransform.class", sample())
            .with(
                "META-INF/services/org.apache.kafka.connect.transforms.Transformation",
                SampleTransform.class.getName().getBytes())
            .bytes();

    assertThat(verify(Archive.of("plugin/sample.jar", jar).write(folder)).warnings()).isEmpty();
  }

  @Test
  void aFileOfAnotherFormatIsNamedAsWhatItIs() throws Exception {
    byte[] tar = new byte[512];
    System.arraycopy("ustar".getBytes(), 0, tar, 257, 5);

    assertOtherFormat(new byte[] {0x1f, (byte) 0x8b, 8}, "a gzip archive", "unpack it");
    assertOtherFormat(tar, "a tar archive", "unpack it");
    assertOtherFormat("\n<!DOCTYPE html>".getBytes(), "a web page", "download it again");
    assertThat(problems(folder).get(0).headline()).contains("it is a folder");
  }

  private void assertOtherFormat(byte[] content, String description, String next) throws Exception {
    Path file = Files.write(folder.resolve("debezium-connector.tar.gz"), content);

    assertThat(problems(file))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ErrorCode.PLUGIN_NOT_A_ZIP);
              assertThat(problem.message()).startsWith("it is " + description);
              assertThat(problem.next()).startsWith(next);
            });
  }

  @Test
  void theEntriesOfMacOsAreOneProblem() {
    Path zip =
        Archive.plugin()
            .with("__MACOSX/plugin/._sample-1.0.jar", new byte[100])
            .with("plugin/._other.jar", new byte[100])
            .write(folder);

    assertThat(problems(zip))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ErrorCode.PLUGIN_MACOS_ENTRIES);
              assertThat(problem.message()).startsWith("2 entries ");
              assertThat(problem.next()).contains("zip -d plugin-1.0.zip '__MACOSX/*'");
            });
  }

  @Test
  void aJarInAJarIsRefused() throws Exception {
    byte[] jar =
        Archive.of("io/mskcdc/plugin/SampleTransform.class", sample())
            .with("BOOT-INF/lib/a.jar", Archive.jarOf(SampleTransform.class))
            .bytes();

    assertThat(problems(Files.write(folder.resolve("fat.jar"), jar)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ErrorCode.PLUGIN_NESTED);
              assertThat(problem.where()).endsWith("fat.jar!BOOT-INF/lib/a.jar");
            });
  }

  @Test
  void aJarThatIsNamedZipIsRecognised() {
    assertThat(problems(Archive.of("a/B.class", sample()).write(folder)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ErrorCode.PLUGIN_EMPTY);
              assertThat(problem.next()).contains("let its name end with .jar");
            });
  }

  private static byte[] sample() {
    return Archive.classFile(SampleTransform.class);
  }

  private List<Problem> problems(Path file) {
    try {
      verify(file);
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  @Test
  void anUnresolvedReferenceIsRefused() {
    String task = "org/apache/kafka/connect/source/SourceTask";

    assertUnresolved(
        caller(task, task, "noSuchMethod"),
        "Connect 3.7.2 has no org.apache.kafka.connect.source.SourceTask.noSuchMethod()V");
    assertUnresolved(
        caller(task, "org/apache/kafka/connect/NoSuchClass", "any"),
        "Connect 3.7.2 has no org.apache.kafka.connect.NoSuchClass,");
    // An inherited member is called by the name of the class that inherits it.
    assertUnresolved(
        caller(task, "sample/Caller", "noSuchMethod"),
        "Connect 3.7.2 has no sample.Caller.noSuchMethod()V");
  }

  private void assertUnresolved(byte[] caller, String message) {
    byte[] jar = Archive.of("sample/Caller.class", caller).bytes();
    Path zip = Archive.plugin().with("plugin/caller.jar", jar).write(folder);

    assertThatThrownBy(() -> verify(zip))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[plugin-reference-unresolved]")
        .hasMessageContaining(message)
        .hasMessageContaining("used by sample.Caller");
  }

  @Test
  void aClassOfANewerConnectIsUnresolvedInAnOlderOne() {
    byte[] caller =
        caller(
            "org/apache/kafka/connect/connector/Connector",
            "org/apache/kafka/connect/source/ExactlyOnceSupport",
            "values",
            "()[Lorg/apache/kafka/connect/source/ExactlyOnceSupport;");
    byte[] jar =
        Archive.of("sample/Caller.class", caller)
            .with(
                "META-INF/services/org.apache.kafka.connect.source.SourceConnector",
                "sample.Caller # the only one\n".getBytes())
            .bytes();
    Path zip = Archive.of("plugin/caller.jar", jar).write(folder);

    assertThat(verify(zip).classes())
        .containsExactly(new PluginClass("source connector", "sample.Caller", true));
    assertThatThrownBy(() -> verifier.verify(zip, ConnectVersion.V2_7_1, null, true))
        .hasMessageContaining(
            "Connect 2.7.1 has no org.apache.kafka.connect.source.ExactlyOnceSupport");
  }

  private static byte[] caller(String parent, String owner, String method) {
    return caller(parent, owner, method, "()V");
  }

  /** A class with one method, which calls another one. */
  private static byte[] caller(String parent, String owner, String method, String descriptor) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(JAVA_11, Opcodes.ACC_PUBLIC, "sample/Caller", null, parent, null);
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "call", "()V", null, null);
    code.visitCode();
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, method, descriptor, false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  @Test
  void aDuplicateClassIsNoted() {
    Archive archive = Archive.plugin().with("plugin/b.jar", Archive.jarOf(SampleTransform.class));

    assertThat(verify(archive.write(folder)).notes())
        .containsExactly(
            "b.jar and sample-1.0.jar hold the same classes: 1, such as "
                + SampleTransform.class.getName());
  }

  @Test
  void twoVersionsOfALibraryAndAShadedCopyAreNoted() {
    Archive first = new Archive().with("META-INF/maven/g/a/pom.properties", pom("1.0"));
    Archive second = new Archive().with("META-INF/maven/g/a/pom.properties", pom("2.0"));
    for (int i = 0; i < 30; i++) {
      byte[] any = new ClassWriter(0).toByteArray();
      first.with("org/library/core/part/Class" + i + ".class", any);
      second.with("shaded/org/library/core/part/Class" + i + ".class", any);
    }
    Archive archive =
        Archive.plugin()
            .with("plugin/a-1.jar", first.bytes())
            .with("plugin/b-2.jar", second.bytes());

    assertThat(verify(archive.write(folder)).notes())
        .containsExactly(
            "g:a is there twice: 1.0 in a-1.jar, 2.0 in b-2.jar",
            "30 classes of a-1.jar are in b-2.jar under another name");
  }

  private static byte[] pom(String version) {
    return ("groupId=g\nartifactId=a\nversion=" + version + "\n").getBytes();
  }

  @Test
  void aMissingFileIsNamedInTheError() {
    assertRefused(folder.resolve("absent.zip"), ErrorCode.FILE_NOT_READABLE);
  }

  private Verification verify(Path file) {
    return verifier.verify(file, ConnectVersion.V3_7_2, null, true);
  }

  private void assertRefused(Path file, ErrorCode code) {
    assertThatThrownBy(() -> verify(file))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems()).extracting(Problem::code).contains(code));
  }
}
