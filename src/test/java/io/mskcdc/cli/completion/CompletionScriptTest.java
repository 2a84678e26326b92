package io.mskcdc.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionScriptTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mskcdc re; render restart resume",
        "mskcdc apply s; shop",
        "mskcdc apply --env p; prod",
        "mskcdc plan --det; --detailed-exitcode",
        "mskcdc plan -o m; markdown",
        "mskcdc config s; schema",
      })
  void aLineIsCompletedWithWhatThereIs(String line, String expected) throws Exception {
    BundleFolder bundle =
        new BundleFolder(folder.resolve("a bundle's")).environment("prod", "http://h", "");
    Path script =
        Files.writeString(
            folder.resolve("completion"),
            CompletionScript.of(
                Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
                    .getCommandSpec(),
                bundle.root()));

    assertThat(complete(script, line)).isEqualTo(expected);
  }

  private static String complete(Path script, String line) throws Exception {
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "set -eu; source \"$1\"; read -ra COMP_WORDS <<<\"$2\";"
                    + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _mskcdc; echo \"${COMPREPLY[*]}\"",
                "complete",
                script.toString(),
                line)
            .redirectErrorStream(true)
            .start();
    assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
