package io.mskcdc.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigSchemaCommandTest extends StubbedWorker {

  @Test
  void theSchemaEqualsTheOneOfTheRepository() throws Exception {
    assertThat(run("config", "schema")).isEqualTo(ExitCode.DONE);

    assertThat(Path.of("../connector-configs/schema/connector.schema.json"))
        .hasContent(out.toString());
  }
}
