package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.demo.MskStory;
import io.mskcdc.local.stack.LocalStack;
import io.mskcdc.local.stack.Ports;
import io.mskcdc.local.stack.StackType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/demo.sh --msk} shows, with its policy derived for it. */
class MskStoryIT {
  @TempDir Path root;

  @Test
  void aConnectorLivesOnMskConnectAndLosesNoRow() throws Exception {
    Path zip = verifiedPlugin();
    LocalStack.Settings settings =
        new LocalStack.Settings(
            Pipeline.LAYOUT,
            Pipeline.LAYOUT.mysqlHome(),
            root.resolve("stack"),
            Ports.free(),
            LocalStack.DEFAULT_CONNECT,
            StackType.MSK,
            this::policy);
    Path log = root.resolve("deployer.log");
    StringWriter told = new StringWriter();
    try (LocalStack stack = LocalStack.start(settings, line -> {})) {
      new MskStory(
              Pipeline.LAYOUT,
              stack,
              zip,
              root.resolve("bundle"),
              new PrintWriter(told, true),
              Optional.of(log))
          .run();
    } catch (RuntimeException e) {
      throw new AssertionError(told + Files.readString(log), e);
    }
    assertThat(told.toString()).contains("Every order placed in all this arrived");
    assertThat(Files.readString(log))
        .contains("~ plugin: debezium-mysql-")
        .contains("[update-rolled-back]")
        .contains("Masking table production_db.orders: date cannot be applied to column status")
        .contains("mysql-cdc: the end of its log in msk-cdc:")
        .contains("failed, and rolled back to what ran before")
        .contains("__amazon_msk_connect_offsets_mysql-cdc, where a new mysql-cdc goes on");
  }

  /** The plugin of this build, where a checkout at the root has it, with its manifest. */
  private Path verifiedPlugin() throws IOException {
    Path built = Pipeline.LAYOUT.pluginZip();
    Path target = Files.createDirectories(root.resolve("connect-plugins/debezium-mysql/target"));
    Path zip = Files.copy(built, target.resolve(built.getFileName()));
    String sbom = built.getFileName().toString().replace(".zip", "-sbom.json");
    Files.copy(built.resolveSibling(sbom), target.resolve(sbom));
    out(
        new Deployer(Pipeline.LAYOUT.root())
            .run(
                "plugin",
                "verify",
                zip.toString(),
                "--sbom",
                target.resolve(sbom).toString(),
                "--commit",
                "test",
                "--manifest",
                target.resolve("manifest.json").toString()));
    return zip;
  }

  private JsonNode policy(Map<String, String> endpoints) {
    try {
      Pipeline.copyConfigurations(root, endpoints);
      Files.move(
          root.resolve(".local-stack/endpoints.yaml"),
          root.resolve(".local-stack/endpoints-msk.yaml"));
      return new ObjectMapper()
          .readTree(out(new Deployer(root).run("iam", "policy", "--env", "local-msk")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String out(Deployer.Run run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.out();
  }
}
