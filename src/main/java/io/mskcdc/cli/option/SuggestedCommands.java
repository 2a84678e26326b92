package io.mskcdc.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds {@code --env} to the commands that messages suggest. Without it they would act on the
 * default environment.
 */
public final class SuggestedCommands {
  private static final Pattern COMMAND =
      Pattern.compile("\\bmskcdc (?:mask [a-z]+|apply|delete|list|plan|resume|status|validate)\\b");

  private SuggestedCommands() {}

  /**
   * Returns the output of a command with its environment in each suggested command.
   *
   * @param environment the environment of the command that prints the text
   */
  public static String in(String environment, String text) {
    return environment.equals(EnvironmentOptions.LOCAL)
        ? text
        : COMMAND.matcher(text).replaceAll("$0 --env " + Matcher.quoteReplacement(environment));
  }
}
