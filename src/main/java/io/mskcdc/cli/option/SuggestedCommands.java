package io.mskcdc.cli.option;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds {@code --env} and {@code --configs} to the commands that messages suggest. Without them they
 * would act on the default environment, or on another bundle.
 */
public final class SuggestedCommands {
  private static final Pattern COMMAND =
      Pattern.compile(
          "\\bmskcdc (?:mask [a-z]+|dms [a-z]+|apply|delete|list|plan|resume|status|validate)\\b");

  private SuggestedCommands() {}

  /**
   * Returns the output of a command with its own options in each suggested command.
   *
   * @param environment the environment of the command that prints the text
   * @param configs the folder of the bundle, as it was given; null if it was not
   */
  public static String in(String environment, Path configs, String text) {
    String options =
        (environment.equals(EnvironmentOptions.LOCAL) ? "" : " --env " + environment)
            + (configs == null ? "" : " --configs " + quoted(configs.toString()));
    return options.isEmpty()
        ? text
        : COMMAND.matcher(text).replaceAll("$0" + Matcher.quoteReplacement(options));
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
  }
}
