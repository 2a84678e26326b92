package io.mskcdc.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.text.Sha256;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.sasl.Sasl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of the plugin ZIPs of this build. The build fails if a worker could not load one of them.
 */
class PluginIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String SDK = "software/amazon/awssdk/";
  private static final Pattern THIRD_PARTY = Pattern.compile("(?m)^\\S+:(\\S+):(\\S+)$");

  private static final Map<String, Verification> VERIFIED = new HashMap<>();

  private final PluginVerifier verifier = new PluginVerifier(ROOT);

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({
    "debezium-mysql, V3_7_2",
    "debezium-mysql, V4_3_1",
    "transforms, V3_7_2",
    "transforms, V4_3_1",
    "dynamodb-streams, V3_7_2",
    "iceberg-sink, V3_7_2"
  })
  void workerCanLoadEachClass(String name, ConnectVersion connect) {
    Verification result = verifier.verify(zip(name), connect, connect, true);

    assertThat(result.classes())
        .extracting(PluginClass::name)
        .contains(
            "io.mskcdc.smt.Unwrap",
            "io.mskcdc.smt.Mask",
            "io.mskcdc.smt.Route",
            "io.mskcdc.smt.UnwrapMaskRoute",
            "io.mskcdc.smt.DmsToEnvelope",
            "io.mskcdc.secrets.SecretsManagerConfigProvider",
            "io.mskcdc.secrets.SecretsManagerFileConfigProvider",
            "io.mskcdc.secrets.ParameterStoreConfigProvider",
            "io.mskcdc.secrets.S3FileConfigProvider");
    assertThat(result.classes())
        .filteredOn(one -> one.name().startsWith("io.mskcdc."))
        .as("classes that plugin.discovery=service_load finds")
        .allMatch(PluginClass::declared);
  }

  /** Debezium's tasks fail there. Once a release of it runs on 4.4.0, the local stack can too. */
  @Test
  void debeziumLacksAClassOnTheNewestConnectAndTheOtherPluginsLackNone() {
    verifier.verify(zip("transforms"), ConnectVersion.V4_4_0, null, true);
    verifier.verify(zip("dynamodb-streams"), ConnectVersion.V4_4_0, null, true);

    assertThatThrownBy(
            () -> verifier.verify(zip("debezium-mysql"), ConnectVersion.V4_4_0, null, true))
        .hasMessageContaining("Connect 4.4.0 has no org.apache.kafka.common.utils.Sanitizer")
        .hasMessageContaining("io.debezium.pipeline.JmxUtils");
  }

  @ParameterizedTest(name = "{1} on {0}")
  @CsvSource({
    "V3_7_2, only_scan",
    "V3_7_2, service_load",
    "V4_3_1, only_scan",
    "V4_3_1, service_load"
  })
  void workerFindsTheSourceAndTheTransformsWithEachPluginDiscovery(
      ConnectVersion connect, String discovery, @TempDir Path folder) throws Exception {
    LoadCheck.unpack(plugin("dynamodb-streams"), Files.createDirectory(folder.resolve("plugin")));
    List<URL> libraries = new ArrayList<>();
    for (Path jar : connect.runtime(ROOT)) {
      libraries.add(jar.toUri().toURL());
    }
    Map<String, String> found = new HashMap<>();
    try (URLClassLoader worker =
        new URLClassLoader(libraries.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Object plugins =
          worker
              .loadClass("org.apache.kafka.connect.runtime.isolation.Plugins")
              .getConstructor(Map.class)
              .newInstance(Map.of("plugin.path", folder.toString(), "plugin.discovery", discovery));
      for (String kind : List.of("sourceConnectors", "transformations")) {
        for (Object each : (Set<?>) plugins.getClass().getMethod(kind).invoke(plugins)) {
          String name = (String) each.getClass().getMethod("className").invoke(each);
          if (name.startsWith("io.mskcdc.")) {
            found.put(name, (String) each.getClass().getMethod("version").invoke(each));
          }
        }
      }
    }

    assertThat(found)
        .containsOnlyKeys(
            "io.mskcdc.dynamodb.DynamoDbStreamsSourceConnector",
            "io.mskcdc.smt.Unwrap",
            "io.mskcdc.smt.Mask",
            "io.mskcdc.smt.Route",
            "io.mskcdc.smt.UnwrapMaskRoute",
            "io.mskcdc.smt.DmsToEnvelope");
    assertThat(found.values()).allMatch(version -> version.matches("\\d+\\.\\d+\\.\\d+.*"));
  }

  @Test
  void pluginContainsNoClassTwice() {
    assertThat(verify("transforms").notes()).isEmpty();
    assertThat(verify("dynamodb-streams").notes()).isEmpty();
    // Several JARs of Debezium contain this class, which only returns the version.
    assertThat(verify("debezium-mysql").notes())
        .hasSize(2)
        .allMatch(note -> note.endsWith("hold the same classes: 1, such as io.debezium.Module"));
    // Parquet and Hadoop shade libraries under names of their own; nothing is there twice by name
    // but what two JARs of Parquet shade alike.
    assertThat(verify("iceberg-sink").notes())
        .filteredOn(note -> note.contains("hold the same classes"))
        .hasSize(2)
        .allMatch(note -> note.contains("such as shaded.parquet.it.unimi.dsi.fastutil"));
  }

  @Test
  void nameContainsVersionAndDigest() {
    assertThat(verify("debezium-mysql").name()).matches("debezium-mysql-3-6-1-[0-9a-f]{8}");
    assertThat(verify("transforms").name()).matches("transforms-\\d+-\\d+-\\d+-[0-9a-f]{8}");
    assertThat(verify("dynamodb-streams").name())
        .matches("dynamodb-streams-\\d+-\\d+-\\d+-[0-9a-f]{8}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"debezium-mysql", "transforms", "dynamodb-streams", "iceberg-sink"})
  void librariesListedAsLeftOutAreNotInThePlugin(String name) throws Exception {
    Set<String> libraries = new HashSet<>();
    for (Jar jar : plugin(name).jars()) {
      libraries.add(jar.fileName().replaceFirst("-\\d.*", ""));
    }
    List<String> leftOut = new ArrayList<>();
    for (String line : Files.readAllLines(folder(name).resolve("left-out.txt"))) {
      leftOut.addAll(List.of(line.substring(0, line.indexOf(':')).split(", ")));
    }

    assertThat(leftOut).hasSizeGreaterThan(3).doesNotContainAnyElementsOf(libraries);
  }

  @ParameterizedTest
  @ValueSource(strings = {"debezium-mysql", "transforms", "dynamodb-streams", "iceberg-sink"})
  void licenceListContainsEachLibrary(String name) throws Exception {
    Set<String> listed = new HashSet<>();
    try (ZipFile zip = new ZipFile(zip(name).toFile())) {
      String text =
          new String(
              zip.getInputStream(zip.getEntry(name + "/THIRD-PARTY.txt")).readAllBytes(),
              StandardCharsets.UTF_8);
      Matcher line = THIRD_PARTY.matcher(text);
      while (line.find()) {
        listed.add(line.group(1) + "-" + line.group(2) + ".jar");
      }
    }

    assertThat(plugin(name).jars())
        .extracting(Jar::fileName)
        .filteredOn(
            jar ->
                !jar.matches(
                    "(smt|aws-config-provider|schema-history|watchdog|dynamodb-items|dynamodb-streams-source)-.*"))
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"debezium-mysql", "transforms", "dynamodb-streams", "iceberg-sink"})
  void manifestListsEachJarWithCoordinatesDigestAndLicence(String name, @TempDir Path folder)
      throws Exception {
    Path manifest = folder.resolve("manifest.json");
    Path zip = zip(name);
    Path sbom = Path.of(zip.toString().replace(".zip", "-sbom.json"));

    PluginManifest.write(verify(name), sbom, "0123abcd", manifest);

    JsonNode written = new ObjectMapper().readTree(manifest.toFile());
    assertThat(written.path("commit").asText()).isEqualTo("0123abcd");
    assertThat(written.path("sha256").asText()).isEqualTo(Sha256.of(zip));
    assertThat(written.path("jars")).hasSize(plugin(name).jarCount());
    assertThat(written.path("jars"))
        .allSatisfy(
            jar -> {
              assertThat(jar.path("coordinates").asText()).matches("\\S+:\\S+:\\S+");
              assertThat(jar.path("sha256").asText()).hasSize(64);
              assertThat(jar.path("licenses")).isNotEmpty();
            });
  }

  @Test
  void sbomOfAnotherBuildIsRejected(@TempDir Path folder) throws Exception {
    Path sbom = Files.writeString(folder.resolve("sbom.json"), "{\"components\": []}");

    assertThatThrownBy(
            () ->
                PluginManifest.write(
                    verify("transforms"), sbom, "0123abcd", folder.resolve("manifest.json")))
        .hasMessageContaining("[plugin-not-accounted]");
  }

  // aws-msk-iam-auth declares a newer SDK than the plugin contains. Each member that it uses must
  // exist.
  @Test
  void iamAuthenticationFindsEachSdkMemberThatItUses() {
    Plugin plugin = plugin("debezium-mysql");
    Jar iam =
        plugin.jars().stream()
            .filter(jar -> jar.fileName().startsWith("aws-msk-iam-auth-"))
            .findFirst()
            .orElseThrow();
    List<String> missing = new ArrayList<>();
    int followed = 0;
    try (ClassPool pool = new ClassPool(plugin.jars(), ConnectVersion.V3_7_2.runtime(ROOT))) {
      for (byte[] bytes : iam.classes().values()) {
        for (ClassFile.Reference reference : new ClassFile(bytes).references()) {
          if (reference.owner().startsWith(SDK)) {
            followed++;
            boolean found =
                reference.member() == null
                    ? pool.has(reference.owner())
                    : pool.member(reference.owner(), reference.member()) == ClassPool.Found.YES;
            if (!found) {
              missing.add(reference.toString());
            }
          }
        }
      }
    }

    assertThat(followed).isGreaterThan(50);
    assertThat(missing).isEmpty();
  }

  @Test
  void iamAuthenticationSignsALoginWithThePluginsSdk(@TempDir Path folder) throws Exception {
    List<URL> jars = new ArrayList<>();
    for (Path jar : ConnectVersion.V3_7_2.api(ROOT)) {
      jars.add(jar.toUri().toURL());
    }
    for (Path jar : ConnectVersion.V3_7_2.runtime(ROOT)) {
      if (jar.getFileName().toString().startsWith("slf4j-api")) {
        jars.add(jar.toUri().toURL());
      }
    }
    new Checkout(ROOT).unpackPlugin(folder.resolve("plugin"));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        jars.add(jar.toUri().toURL());
      }
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);

      JsonNode login = new ObjectMapper().readTree(login(loader));

      assertThat(login.path("action").asText()).isEqualTo("kafka-cluster:Connect");
      assertThat(login.path("x-amz-credential").asText()).startsWith("AKIDOFTHEWORKER/");
      assertThat(login.path("x-amz-signature").asText()).matches("[0-9a-f]{64}");
      assertThat(login.path("user-agent").asText()).contains("aws-sdk-java/2.40.2");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  // Logs in as a Kafka client does, with the credentials in the environment of this process.
  private static byte[] login(ClassLoader loader) throws Exception {
    String module = "software.amazon.msk.auth.iam.IAMLoginModule";
    Class.forName(module, true, loader);
    Class<?> type = loader.loadClass("software.amazon.msk.auth.iam.IAMClientCallbackHandler");
    CallbackHandler handler = (CallbackHandler) type.getConstructor().newInstance();
    type.getMethod("configure", Map.class, String.class, List.class)
        .invoke(
            handler,
            Map.of(),
            "AWS_MSK_IAM",
            List.of(
                new AppConfigurationEntry(
                    module, AppConfigurationEntry.LoginModuleControlFlag.REQUIRED, Map.of())));
    return Sasl.createSaslClient(
            new String[] {"AWS_MSK_IAM"},
            null,
            "kafka",
            "b-1.cdc.abcdef.c2.kafka.eu-west-1.amazonaws.com",
            Map.of(),
            handler)
        .evaluateChallenge(new byte[0]);
  }

  @Test
  void errorForAClassThatCannotBeLoadedContainsTheCause(@TempDir Path folder) {
    byte[] jar =
        Archive.of("io/mskcdc/plugin/SampleTransform.class", classFile(SampleTransform.class))
            .with(
                "io/mskcdc/plugin/SampleTransform$Broken.class",
                classFile(SampleTransform.Broken.class))
            .bytes();
    Path zip = Archive.of("plugin/sample.jar", jar).write(folder);

    assertThatThrownBy(
            () -> verifier.verify(zip, ConnectVersion.V3_7_2, ConnectVersion.V3_7_2, true))
        .hasMessageContaining("[plugin-not-loadable]")
        .hasMessageContaining("SampleTransform$Broken: java.lang.NumberFormatException")
        .hasMessageNotContaining("SampleTransform:");
  }

  private static byte[] classFile(Class<?> type) {
    return Archive.classFile(type);
  }

  private Verification verify(String name) {
    return VERIFIED.computeIfAbsent(
        name, key -> verifier.verify(zip(key), ConnectVersion.V3_7_2, null, true));
  }

  private Plugin plugin(String name) {
    return verify(name).plugin();
  }

  private static Path zip(String name) {
    try (Stream<Path> files = Files.list(folder(name).resolve("target"))) {
      return files.filter(file -> file.toString().endsWith(".zip")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new AssertionError("the plugin " + name + " is not built", e);
    }
  }

  private static Path folder(String name) {
    return ROOT.resolve("connect-plugins").resolve(name);
  }
}
