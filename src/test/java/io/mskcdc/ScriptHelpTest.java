package io.mskcdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that take names as their arguments. */
class ScriptHelpTest {
  private static final Path SCRIPTS = Path.of("..", "scripts");

  @ParameterizedTest
  @ValueSource(strings = {"build-plugins.sh", "build-release.sh"})
  void helpIsNoName(String script) throws Exception {
    Process process =
        new ProcessBuilder(SCRIPTS.resolve(script).toString(), "--help")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).startsWith("Builds ").contains("for example: " + script);
  }
}
