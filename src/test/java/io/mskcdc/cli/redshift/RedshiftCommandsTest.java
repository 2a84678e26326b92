package io.mskcdc.cli.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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

/** The commands without a database; RedshiftTests runs them with one. */
class RedshiftCommandsTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/redshift";

  @TempDir Path temp;
  private BundleFolder bundle;
  private Path columns;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void setUp() throws IOException {
    bundle =
        new BundleFolder(temp)
            .environment(
                "test",
                "http://h:1",
                """
                connectors: [{name: shop}]
                dms: [{name: orders-lake}]
                variables:
                  dms_certificate: arn:aws:dms:eu-west-1:111122223333:cert:ABCDEFGHIJKLMNOP
                  dms_secret: arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/dms-AbCdEf
                  dms_secret_role: arn:aws:iam::111122223333:role/secret
                  dms_bucket: example-lake
                  dms_bucket_role: arn:aws:iam::111122223333:role/lake
                  dms_subnet_group: private
                  dms_security_group: sg-0123456789abcdef0
                """)
            .file(
                "dms/orders-lake.yaml",
                Files.readString(Path.of("../connector-configs/dms/orders-lake.yaml")));
    columns = temp.resolve("columns.tsv");
    Files.writeString(
        columns,
        "TABLE_SCHEMA\tTABLE_NAME\tCOLUMN_NAME\tCOLUMN_TYPE\tCOLUMN_KEY\n"
            + "shop\torders\tid\tint\tPRI\nshop\tcustomers\tid\tint\tPRI\n"
            + "shop\tcustomers\temail\tvarchar(90)\t\nshop\tcustomers\tnotes\ttext\t\n");
  }

  private int run(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    return Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private int dms(String... more) {
    String[] args = {
      "redshift",
      "dms",
      "orders-lake",
      "--env",
      "test",
      "--configs",
      bundle.root().toString(),
      "--columns",
      columns.toString()
    };
    String[] all = new String[args.length + more.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return run(all);
  }

  @Test
  void givenATaskThenItsSqlIsPrinted() throws IOException {
    assertThat(dms("--iam-role", ROLE, "--grant-role", "analysts"))
        .as("%s", err)
        .isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .startsWith("-- The tables of the DMS task orders-lake in Redshift")
        .contains(
            "-- mskcdc redshift dms wrote this file;",
            "IAM_ROLE '" + ROLE + "'",
            "TO ROLE \"analysts\";",
            "\"email\" VARCHAR(64)")
        .doesNotContain("notes");
    String sql = out.toString();

    assertThat(dms("--iam-role", ROLE, "--grant-role", "analysts", "-o", "json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).path("sql").asText()).isEqualTo(sql);
  }

  @Test
  void givenNoRoleThenItIsAnError() {
    assertThat(dms()).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("redshift-address-invalid", "test/environment.yaml", "pass --iam-role");
  }

  @Test
  void givenARoleThatIsNoArnThenItIsAnError() {
    assertThat(dms("--iam-role", "it's")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("redshift-address-invalid] --iam-role: 'it's' is not the ARN of a role");
  }

  @Test
  void givenAConnectorWithoutBrokersOfMskThenItIsAnError() {
    assertThat(
            run("redshift", "sql", "shop", "--env", "test", "--configs", bundle.root().toString()))
        .isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("redshift-address-invalid", "pass --bootstrap-servers");
  }

  @Test
  void givenAConnectorWithAnotherFormThenItIsAnError() {
    assertThat(
            run(
                "redshift",
                "sql",
                "shop",
                "--env",
                "test",
                "--configs",
                bundle.root().toString(),
                "--bootstrap-servers",
                "b-1:9098"))
        .isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("contract-not-derivable", "connector.class");
  }

  @Test
  void givenAMissingFileSinceThenItIsAnError() {
    assertThat(
            run(
                "redshift",
                "sql",
                "shop",
                "--env",
                "test",
                "--configs",
                bundle.root().toString(),
                "--since",
                temp.resolve("none.sql").toString()))
        .isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("file-not-readable", "none.sql");
  }
}
