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
        "mskcdc re; render restart resume redshift",
        "mskcdc apply s; shop",
        "mskcdc apply --env p; prod",
        "mskcdc plan --det; --detailed-exitcode",
        "mskcdc plan -o m; markdown",
        "mskcdc config s; schema",
        "mskcdc plugin verify --con; --connect",
        "mskcdc plugin verify --connect 2; 2.7.1",
        "mskcdc plugin up; upload",
        "mskcdc plugin upload deb; debezium-mysql",
        "mskcdc plugin gc --env p; prod",
        "mskcdc iam policy s; shop",
        "mskcdc iam policy --env p; prod",
      })
  void aPartOfAWordIsCompleted(String line, String expected) throws Exception {
    BundleFolder bundle =
        new BundleFolder(folder.resolve("a bundle's"))
            .environment("prod", "http://h", "")
            .file("../connect-plugins/debezium-mysql/pom.xml", "");
    Path script =
        Files.writeString(
            folder.resolve("completion"),
            CompletionScript.of(
                Main.commandLine(new Terminal(Optional.empty()), new TargetConnections()),
                bundle.root()));

    assertThat(complete(script, line)).isEqualTo(expected);
  }

  /** Calls the script's function as bash does when Tab is pressed behind the line. */
  private static String complete(Path script, String line) throws Exception {
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source \"$1\"; COMP_LINE=$2; read -ra COMP_WORDS <<<\"$2\";"
                    + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_mskcdc;"
                    + " echo \"${COMPREPLY[*]}\"",
                "complete",
                script.toString(),
                line)
            // compopt works only while bash itself completes a line.
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
