package io.mskcdc.cli.option;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds {@code --env}, {@code --configs} and {@code --offsets-dir} to the commands that messages
 * suggest. Without them they would act on the default environment, or on another bundle, or would
 * not find what marks a change that is not finished.
 */
public final class SuggestedCommands {
  private static final Pattern COMMAND =
      Pattern.compile(
          "\\bmskcdc (?:mask [a-z]+|topic [a-z]+|dms [a-z]+|(apply|delete|plan)"
              + "|list|restart|resume|status|validate)\\b");

  private SuggestedCommands() {}

  /**
   * Returns the output of a command with its own options in each suggested command.
   *
   * @param environment the environment of the command that prints the text
   * @param configs the folder of the bundle, as it was given; null if it was not
   * @param offsets the folder of saved offsets, as it was given; null if it was not
   */
  public static String in(String environment, Path configs, Path offsets, String text) {
    return in(environment, configs, offsets, text, UnaryOperator.identity());
  }

  /** Like {@link #in}, for a JSON document, whose strings contain the commands. */
  public static String inJson(String environment, Path configs, Path offsets, String json) {
    return in(
        environment,
        configs,
        offsets,
        json,
        options -> new String(JsonStringEncoder.getInstance().quoteAsString(options)));
  }

  private static String in(
      String environment, Path configs, Path offsets, String text, UnaryOperator<String> escaping) {
    String options =
        escaping.apply(
            (environment.equals(EnvironmentOptions.LOCAL) ? "" : " --env " + environment)
                + option("--configs", configs));
    String folder = escaping.apply(option("--offsets-dir", offsets));
    return COMMAND
        .matcher(text)
        .replaceAll(
            command ->
                Matcher.quoteReplacement(
                    command.group() + options + (command.group(1) == null ? "" : folder)));
  }

  private static String option(String name, Path value) {
    return value == null ? "" : " " + name + " " + quoted(value.toString());
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
  }
}
