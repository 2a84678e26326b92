package io.mskcdc.cli.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCommandTest {
  @TempDir private Path temp;
  private BundleFolder bundle;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void shipped() throws IOException {
    bundle = BundleFolder.shipped(temp);
  }

  @Test
  void theCopyHasItsOwnValuesAndTheFormOfTheOther() throws IOException {
    String before = read("mysql-cdc.json");

    assertThat(run("new", "orders-cdc", "--from", "mysql-cdc")).as(err.toString()).isZero();

    assertThat(read("orders-cdc.json"))
        .isEqualTo(
            before
                .replace("\"name\": \"mysql-cdc\"", "\"name\": \"orders-cdc\"")
                .replace("\"topic.prefix\": \"production\"", "\"topic.prefix\": \"orders-cdc\"")
                .replace("184054", "184055")
                .replace("schema-changes.production", "schema-changes.orders-cdc"));
    assertThat(read("environments/local/orders-cdc.json"))
        .isEqualTo(read("environments/local/mysql-cdc.json"));
    assertThat(out.toString())
        .contains(
            "wrote connector-configs/environments/production/orders-cdc.json\n",
            "  database.server.id = 184055\n",
            "  to do: topic.creation.append.include still has the old topic prefix\n")
        .endsWith(
            "next: change what it captures, then mskcdc plan --configs "
                + bundle.root()
                + " orders-cdc\n");
    assertThat(read("mysql-cdc.json")).isEqualTo(before);
  }

  @Test
  void theEnvironmentListsTheCopyAndItRenders() throws IOException {
    run("new", "orders-cdc", "--from", "mysql-cdc");

    assertThat(read("environments/local/environment.yaml")).contains("- name: orders-cdc");
    assertThat(read("environments/production/environment.yaml")).doesNotContain("orders-cdc");
    assertThat(run("plan", "--offline")).as(err.toString()).isZero();
    assertThat(run("new", "third", "--from", "orders-cdc")).isZero();
    assertThat(out.toString()).contains("  database.server.id = 184056\n");
  }

  @Test
  void aServerIdThatIsAVariableBecomesAFreeNumber() throws IOException {
    bundle.file(
        "mysql-cdc.json", read("mysql-cdc.json").replace("\"184054\"", "\"{{ server_id }}\""));
    bundle.file(
        "environments/local/environment.yaml",
        read("environments/local/environment.yaml")
            .replace("variables:\n", "variables:\n  server_id: \"700\"\n"));

    assertThat(run("new", "orders-cdc", "--from", "mysql-cdc")).as(err + "" + out).isZero();

    assertThat(out.toString()).contains("  database.server.id = 701\n");
  }

  @Test
  void anotherFileThatCannotBeReadIsNamed() throws IOException {
    Files.write(bundle.root().resolve("notes.json"), new byte[] {'"', (byte) 0xe9, '"'});

    assertThat(run("new", "orders-cdc", "--from", "mysql-cdc")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("connector-configs/notes.json")
        .doesNotContain("[internal]");
    assertThat(bundle.root().resolve("orders-cdc.json")).doesNotExist();
  }

  @Test
  void aConnectorThatHasAFileIsNotOverwritten() throws IOException {
    bundle.file("environments/staging/orders-cdc.json", "{}");

    assertThat(run("new", "orders-cdc", "--from", "mysql-cdc")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[file-exists] ").contains("staging/orders-cdc.json");
    assertThat(bundle.root().resolve("orders-cdc.json")).doesNotExist();
  }

  /** A command that was killed left some of them. */
  @Test
  void allFilesThatAreInTheWayAreNamedAtOnce() throws IOException {
    bundle.file("orders-cdc.json", "{}").file("environments/local/orders-cdc.json", "{}");

    assertThat(run("new", "orders-cdc", "--from", "mysql-cdc")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("connector-configs/orders-cdc.json: the connector has a file")
        .contains("environments/local/orders-cdc.json: the connector has a file");
  }

  @Test
  void aNameThatTheBundleRefusesAndAnotherConnectorWithoutFileAreErrors() {
    assertThat(run("new", "../x", "--from", "mysql-cdc")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("[connector-name-invalid] ");
    assertThat(run("new", "x", "--from", "none")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("[connector-file-missing] connector-configs/none.json");
  }

  @Test
  void aCopyWithAMistakeIsNotListed() throws IOException {
    bundle.connector("broken", "\"tasks.max\": \"1\"");

    assertThat(run("new", "x", "--from", "broken")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString())
        .contains("  to do: list it under connectors in ", "not listed, because of mistakes:\n");
    assertThat(read("environments/local/environment.yaml")).doesNotContain("name: x");
  }

  private String read(String file) throws IOException {
    return Files.readString(bundle.root().resolve(file));
  }

  private int run(String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--configs";
    all[args.length + 1] = bundle.root().toString();
    return Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  /** A file would be written outside of the bundle, or not at all. */
  @Test
  void aLinkToNothingIsNotWrittenThrough() throws IOException {
    Path outside = temp.resolve("outside.json");
    Files.createSymbolicLink(bundle.root().resolve("orders-cdc.json"), outside);

    assertThat(run("new", "orders-cdc", "--from", "mysql-cdc")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("error [file-exists] ");
    assertThat(outside).doesNotExist();
    assertThat(read("environments/local/environment.yaml")).doesNotContain("orders-cdc");
  }
}
