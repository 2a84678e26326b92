package io.mskcdc.cli.completion;

import io.mskcdc.cli.option.LookedUpNames;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * The completion script that picocli generates, with the names in the bundle added. The script
 * looks them up in the bundle's folder when Tab is pressed, without starting Java.
 */
final class CompletionScript {
  private static final String LOOK_UPS =
      """
      _mskcdc_configs=%s
      function _mskcdc_connectors() {
        (cd "$_mskcdc_configs" 2>/dev/null && printf '%%s\\n' *.json | sed -n 's/\\.json$//p')
      }
      function _mskcdc_environments() {
        (cd "$_mskcdc_configs/environments" 2>/dev/null && printf '%%s\\n' */ | tr -d /)
      }
      function _mskcdc_plugins() {
        (cd "$_mskcdc_configs/../connect-plugins" 2>/dev/null && printf '%%s\\n' */pom.xml \
      | sed -n 's/\\/pom\\.xml$//p')
      }
      """;

  private CompletionScript() {}

  /** Returns the script for a command line and the folder of a bundle. */
  static String of(CommandLine commandLine, Path configs) {
    String script = AutoComplete.bash(commandLine.getCommandName(), commandLine);
    for (LookedUpNames names : LookedUpNames.all()) {
      // Unquoted, so that the shell splits the output into one candidate for each line.
      script = script.replace('"' + names.command() + '"', names.command());
    }
    return script.replaceFirst(
        "\n",
        "\n"
            + LOOK_UPS
                .formatted(quoted(configs.toString()))
                .replace("\\", "\\\\")
                .replace("$", "\\$"));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
