package io.mskcdc.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigSchemaCommandTest extends StubbedWorker {

  @ParameterizedTest
  @CsvSource({
    "config schema, connector.schema.json",
    "config schema --overlay, overlay.schema.json",
    "config schema --environment, environment.schema.json",
    "config schema --dms, dms.schema.json",
  })
  void theSchemaEqualsTheOneOfTheRepository(String command, String file) {
    assertThat(run(command.split(" "))).isEqualTo(ExitCode.DONE);

    assertThat(Path.of("../connector-configs/schema", file)).hasContent(out.toString());
  }

  @Test
  void givenTwoKindsOfFilesTheCommandLineIsInvalid() {
    assertThat(run("config", "schema", "--overlay", "--environment")).isEqualTo(ExitCode.USAGE);
  }
}
