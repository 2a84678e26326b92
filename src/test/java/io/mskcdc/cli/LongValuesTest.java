package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list of some hundred tables is a value of ten thousand characters. */
class LongValuesTest {
  private static final String TABLES =
      IntStream.range(0, 5_000)
          .mapToObj(i -> "production_db.table_" + i)
          .collect(Collectors.joining(","));

  @TempDir private Path temp;
  private BundleFolder bundle;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() {
    bundle =
        new BundleFolder(temp)
            .connector(
                "shop",
                "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\","
                    + " \"table.include.lists\": \"%s\"".formatted(TABLES));
  }

  @Test
  void aFindingAboutALongValueShowsItsBeginning() {
    assertThat(run("lint", "--env", "test")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString())
        .contains("table.include.lists", "| {\"name\": \"shop\"")
        .doesNotContain("table_4999");
  }

  @Test
  void aConnectorWithALongValueIsCopied() throws Exception {
    run("new", "copy", "--from", "shop", "--env", "test");

    assertThat(bundle.root().resolve("copy.json")).content().contains("table_4999");
    assertThat(err.toString()).doesNotContain("[internal]");
  }

  @Test
  void aLongValueOfTerraformIsTaken() throws Exception {
    Path file =
        Files.writeString(
            temp.resolve("orders.tf"),
            "connector_configuration = {\n"
                + "# a comment\n".repeat(5_000)
                + " \"connector.class\" = \"Source\"\n"
                + " \"table.include.list\" = \"%s\"\n}\n".formatted(TABLES));

    run("adopt", file.toString(), "--env", "test");

    assertThat(bundle.root().resolve("orders.json")).content().contains("table_4999");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--configs", bundle.root().toString()));
    try (TargetConnections connections = new TargetConnections()) {
      return Main.commandLine(new Terminal(Optional.empty()), connections)
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true))
          .execute(all.toArray(String[]::new));
    }
  }
}
