package io.mskcdc.cli.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.aws.AwsAccess;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.cli.KilledDeployer;
import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.deploy.TargetConnections;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.local.aws.LocalAws;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.msk.MskConnect;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.s3.S3Mock;
import io.mskcdc.msk.api.CustomPlugin;
import io.mskcdc.msk.api.KafkaConnect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of plugins to S3Mock and to the local MSK Connect, which verifies signatures. */
class PluginUploadIT {
  private static final Checkout CHECKOUT = new Checkout(Path.of("..").toAbsolutePath().normalize());
  private static final String BUCKET = "plugins-of-tests";

  @TempDir private static Path stack;

  private static final Deque<AutoCloseable> STARTED = new ArrayDeque<>();

  private static S3Mock s3;
  private static MskConnect connect;
  private static LocalAws aws;

  @TempDir private Path folder;

  private StringWriter out;
  private StringWriter err;
  private AwsSession session;
  private KafkaConnect api;

  @BeforeAll
  static void start() throws IOException {
    s3 = S3Mock.start(CHECKOUT.s3mock(), stack.resolve("s3"), stack.resolve("s3.log"));
    STARTED.push(s3);
    s3.awaitReady();
    s3.createBucket(BUCKET);
    connect =
        MskConnect.start(
            MskConnect.Settings.of(
                stack.resolve("msk"),
                CHECKOUT.kafkaLibs("3.7.2"),
                s3.endpoint(),
                role -> Optional.empty()));
    STARTED.push(connect);
    Path account =
        Files.writeString(
            stack.resolve("account.json"),
            """
            {"region": "eu-west-1", "cluster": "arn:aws:kafka:eu-west-1:123456789012:cluster/local/0",
             "keys": [{"id": "AKIDOFTHEWORKER", "secret": "signing-key-of-the-worker",
                       "principal": "arn:aws:iam::123456789012:user/deployer"}],
             "policies": {"arn:aws:iam::123456789012:user/deployer": {"Statement":
               {"Effect": "Allow", "Action": "kafkaconnect:*", "Resource": "*"}}}}
            """);
    aws = LocalAws.start(0, new AccountFile(account), connect.services(), stack.resolve("aws.log"));
    STARTED.push(aws);
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable part : STARTED) {
      part.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    forget();
    session =
        new AwsSession(
            new AwsAccess("eu-west-1", Optional.empty(), Optional.empty(), Optional.empty()),
            new RetryPolicy(Duration.ofSeconds(10), Duration.ofMillis(50), Duration.ofMillis(200)),
            name -> null,
            text -> {});
    api = new KafkaConnect(session, Optional.of(aws.endpoint()));
    environment("bundle: shop");
  }

  @AfterEach
  void tidyUp() {
    api.listCustomPlugins("").forEach(plugin -> api.deleteCustomPlugin(plugin.customPluginArn()));
    session.close();
  }

  @Test
  void uploadedPluginIsActiveWithTheObjectVersionAndTags() throws Exception {
    String sha256 = built("first");

    assertThat(run("plugin", "upload", "sample", "--env", "aws", "-o", "json")).isZero();

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.path("kind").asText()).isEqualTo("plugin-upload");
    assertThat(report.path("created").asBoolean()).isTrue();
    assertThat(report.path("objectVersion").asText()).isNotEmpty();
    assertThat(report.path("fileKey").asText())
        .isEqualTo("plugins/sample-1-" + sha256.substring(0, 8) + ".zip");
    CustomPlugin plugin = api.listCustomPlugins("sample-1-").get(0);
    assertThat(plugin.customPluginState()).isEqualTo("ACTIVE");
    assertThat(plugin.latestRevision().location().s3Location().objectVersion())
        .isEqualTo(report.path("objectVersion").asText());
    assertThat(api.listTagsForResource(plugin.customPluginArn()))
        .containsEntry("team", "data")
        .containsEntry("mskcdc.bundle", "shop")
        .containsEntry("mskcdc.sha256", sha256);
    assertThat(err.toString()).contains("uploading sample-1-").doesNotContain("warning");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uploading sample-1-", "creating custom plugin"})
  void nextUploadCompletesAnUploadThatWasKilled(String step) throws Exception {
    built(step);

    KilledDeployer.at(
        step, folder.resolve("connector-configs"), "plugin", "upload", "sample", "--env", "aws");

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).as(err.toString()).isZero();
    assertThat(api.listCustomPlugins("sample-1-"))
        .extracting(CustomPlugin::customPluginState)
        .containsExactly("ACTIVE");
  }

  @Test
  void existingPluginIsNotUploadedAgain() throws Exception {
    built("second");
    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isZero();
    forget();

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isZero();

    assertThat(out.toString()).contains("is ACTIVE, nothing to do");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void uploadUsesAnExistingObjectWithTheSameContent() throws Exception {
    built("third");
    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isZero();
    CustomPlugin first = api.listCustomPlugins("sample-1-").get(0);
    api.deleteCustomPlugin(first.customPluginArn());
    forget();

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isZero();

    assertThat(err.toString()).contains("creating custom plugin").doesNotContain("uploading");
    assertThat(api.listCustomPlugins("sample-1-").get(0).latestRevision().location())
        .isEqualTo(first.latestRevision().location());
  }

  @Test
  void existingObjectWithOtherContentIsNotReplaced() throws Exception {
    String one = built("fourth");
    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isZero();
    api.deleteCustomPlugin(api.listCustomPlugins("sample-1-").get(0).customPluginArn());
    String name = "sample-1-" + one.substring(0, 8);
    built("of the same name", name);
    forget();

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isEqualTo(1);

    assertThat(err.toString()).contains("[plugin-object-differs]", one);
    assertThat(api.listCustomPlugins("sample-1-")).isEmpty();
  }

  @Test
  void customPluginWithAnotherFileIsAnError() throws Exception {
    String one = built("fifth");
    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isZero();
    built("of the same name", "sample-1-" + one.substring(0, 8));

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isEqualTo(1);

    assertThat(err.toString()).contains("[plugin-differs]");
  }

  @Test
  void pluginThatTheServiceRejectsIsReportedAndRemovedByTheNextUpload() throws Exception {
    String name = "sample-1-00000000";
    write(name, "no ZIP at all".getBytes(StandardCharsets.UTF_8));
    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isEqualTo(1);
    assertThat(err.toString()).contains("[plugin-failed] " + name, "not a ZIP file");
    forget();

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isEqualTo(1);

    assertThat(err.toString()).contains("removing " + name, "[plugin-failed]");
  }

  @Test
  void errorForAPluginThatIsNotBuiltContainsTheBuildCommand() throws Exception {
    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isEqualTo(1);

    assertThat(err.toString()).contains("[plugin-not-built]", "./scripts/build-plugins.sh sample");
  }

  @Test
  void fileChangedAfterItsVerificationIsNotUploaded() throws Exception {
    built("sixth");
    Files.writeString(target().resolve("sample-1.zip"), "changed since");

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isEqualTo(1);

    assertThat(err.toString()).contains("[plugin-not-built]", "another SHA-256");
  }

  @Test
  void uploadIsRejectedForAnEnvironmentWithoutMskConnect() throws Exception {
    write(
        "connector-configs/environments/rest/environment.yaml",
        "target: connect\nconnect:\n  url: http://127.0.0.1:1\nconnectors: []\n");

    assertThat(run("plugin", "upload", "sample", "--env", "rest")).isEqualTo(1);

    assertThat(err.toString()).contains("[target-not-msk-connect]");
  }

  @Test
  void gcRemovesOldPluginsAfterApprovalAndKeepsTheNewest() throws Exception {
    for (int i = 0; i < 3; i++) {
      built("generation " + i);
      assertThat(run("plugin", "upload", "sample", "--env", "aws")).isZero();
    }
    List<String> uploaded =
        api.listCustomPlugins("sample-1-").stream()
            .sorted(Comparator.comparing(CustomPlugin::creationTime))
            .map(CustomPlugin::name)
            .toList();
    forget();

    assertThat(run("plugin", "gc", "--env", "aws", "--keep", "2", "--dry-run")).isZero();
    assertThat(out.toString()).contains("- plugin " + uploaded.get(0), "1 to remove, 2 kept");
    assertThat(run("plugin", "gc", "--env", "aws", "--keep", "2")).isEqualTo(1);
    assertThat(err.toString()).contains("[approval-missing]");
    assertThat(api.listCustomPlugins("sample-1-")).hasSize(3);

    assertThat(run("plugin", "gc", "--env", "aws", "--keep", "2", "--auto-approve")).isZero();

    assertThat(api.listCustomPlugins("sample-1-"))
        .extracting(CustomPlugin::name)
        .containsExactlyInAnyOrder(uploaded.get(1), uploaded.get(2));
  }

  @Test
  void gcIsRejectedWithoutANameOfTheBundle() throws Exception {
    environment("");

    assertThat(run("plugin", "gc", "--env", "aws")).isEqualTo(1);

    assertThat(err.toString()).contains("[prune-impossible]");
  }

  private void environment(String bundle) throws IOException {
    write(
        "connector-configs/environments/aws/environment.yaml",
        """
        target: msk-connect
        auth: iam
        cluster: arn:aws:kafka:eu-west-1:123456789012:cluster/local/0
        %s
        mskConnect:
          endpoint: %s
          bootstrapServers: b-1.local:9098
          subnets: [subnet-0a1b2c3d]
          securityGroups: [sg-0a1b2c3d]
          pluginBucket:
            name: %s
            prefix: plugins/
            endpoint: %s
          tags: {team: data}
        connectors: []
        """
            .formatted(bundle, aws.endpoint(), BUCKET, s3.endpoint()));
  }

  private Path target() {
    return folder.resolve("connect-plugins/sample/target");
  }

  /** Writes a ZIP with its manifest, as a build does, and returns its SHA-256. */
  private String built(String content) throws Exception {
    byte[] zip = zip(content);
    write("sample-1-" + sha256(zip).substring(0, 8), zip);
    return sha256(zip);
  }

  private void built(String content, String name) throws Exception {
    write(name, zip(content));
  }

  private void write(String name, byte[] zip) throws Exception {
    Files.createDirectories(target());
    Files.write(target().resolve("sample-1.zip"), zip);
    Files.writeString(
        target().resolve("manifest.json"),
        """
        {"name": "%s", "file": "sample-1.zip", "size": %d, "sha256": "%s", "commit": "c0ffee"}
        """
            .formatted(name, zip.length, sha256(zip)));
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static byte[] zip(String content) throws IOException {
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (ZipOutputStream inner = new ZipOutputStream(jar)) {
      inner.putNextEntry(new ZipEntry("content.txt"));
      inner.write(content.getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream outer = new ZipOutputStream(zip)) {
      outer.putNextEntry(new ZipEntry("sample/sample.jar"));
      outer.write(jar.toByteArray());
    }
    return zip.toByteArray();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private void forget() {
    out = new StringWriter();
    err = new StringWriter();
  }

  private int run(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--configs";
    all[arguments.length + 1] = folder.resolve("connector-configs").toString();
    try (TargetConnections connections = new TargetConnections()) {
      return Main.commandLine(new Terminal(Optional.empty()), connections)
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true))
          .execute(all);
    }
  }
}
