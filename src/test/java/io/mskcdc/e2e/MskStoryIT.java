package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.demo.MskStory;
import io.mskcdc.local.demo.Scripts;
import io.mskcdc.local.stack.LocalStack;
import io.mskcdc.local.stack.Ports;
import io.mskcdc.local.stack.StackType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo of {@code scripts/demo.sh --msk}. */
class MskStoryIT {
  @TempDir Path root;

  @Test
  void connectorOnMskConnectLosesNoRowInUpdateRollbackNewBuildAndCrash() throws Exception {
    Path zip = verifiedPlugin();
    LocalStack.Settings settings =
        new LocalStack.Settings(
            Pipeline.CHECKOUT,
            root.resolve("stack"),
            Ports.free(),
            false,
            LocalStack.DEFAULT_CONNECT,
            StackType.MSK,
            this::policy);
    StringWriter demo = new StringWriter();
    StringBuilder log = new StringBuilder();
    try (LocalStack stack = LocalStack.start(settings, line -> {})) {
      Deployer deployer = new Deployer(Pipeline.CHECKOUT.root(), stack.deployerEnvironment());
      new MskStory(
              Pipeline.CHECKOUT,
              stack,
              zip,
              root.resolve("bundle"),
              new PrintWriter(demo, true),
              scripts(deployer, log))
          .run();
    } catch (RuntimeException e) {
      throw new AssertionError(e.getMessage() + "\n" + demo + log, e);
    }
    assertThat(demo.toString()).contains("orders that were placed have arrived");
    assertThat(log.toString())
        .contains("~ plugin: debezium-mysql-")
        .contains("Masking table production_db.orders: date cannot be applied to column status")
        .contains("failed, and rolled back to the configuration before")
        .contains("__amazon_msk_connect_offsets_mysql-cdc, where a new mysql-cdc goes on");
  }

  /**
   * Runs the deployer without the scripts, which could start a build while Maven runs this test.
   */
  private static Scripts scripts(Deployer deployer, StringBuilder log) {
    return (expectedExitCode, script, arguments) -> {
      List<String> all = new ArrayList<>(command(script));
      all.addAll(arguments);
      Deployer.Run run = deployer.run(all.toArray(String[]::new));
      log.append(run.out()).append(run.err());
      assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(expectedExitCode);
    };
  }

  private static List<String> command(String script) {
    return switch (script) {
      case "mskcdc" -> List.of();
      case "deploy-connector.sh" -> List.of("apply");
      case "upload-plugin.sh" -> List.of("plugin", "upload");
      default -> throw new AssertionError("unexpected script " + script);
    };
  }

  /** Copies the plugin of this build to the place where the bundle has it, with its manifest. */
  private Path verifiedPlugin() throws IOException {
    Path built = Pipeline.CHECKOUT.pluginZip();
    Path target = Files.createDirectories(root.resolve("connect-plugins/debezium-mysql/target"));
    Path zip = Files.copy(built, target.resolve(built.getFileName()));
    String sbom = built.getFileName().toString().replace(".zip", "-sbom.json");
    Files.copy(built.resolveSibling(sbom), target.resolve(sbom));
    out(
        new Deployer(Pipeline.CHECKOUT.root())
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
