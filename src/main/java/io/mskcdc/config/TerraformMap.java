package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.FILE_SYNTAX;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The map {@code connector_configuration} in a file of Terraform, or such a map alone. Values are
 * texts, numbers, booleans, and variables, which become deploy-time variables; other expressions
 * are refused.
 *
 * @param name the name of the resource {@code aws_mskconnect_connector}
 * @param description its description
 * @param isResource whether the file contains more than the map
 * @param entries the values by key, as a bundle's file contains them
 */
record TerraformMap(
    Optional<String> name,
    Optional<String> description,
    boolean isResource,
    Map<String, String> entries) {
  private static final Pattern START = Pattern.compile("connector_configuration\\s*=\\s*\\{");
  private static final Pattern SKIPPED =
      Pattern.compile("(?:\\s|,|#[^\\n]*|//[^\\n]*|/\\*.*?\\*/)*+", Pattern.DOTALL);
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?:\"([^\"\\n]*)\"|([A-Za-z_][\\w-]*))[ \\t]*[=:][ \\t]*"
              + "(?:\"((?:[^\"\\\\\\n]|\\\\.)*+)\"|([^\\n,#}]+))");

  /** The same names as in Terraform; a variable of a bundle has no other characters. */
  private static final String VARIABLE = "(?:var|local)\\.([A-Za-z_]\\w*)";

  private static final Pattern EXPRESSION = Pattern.compile(VARIABLE);
  private static final Pattern LITERAL = Pattern.compile("true|false|-?[0-9]+(?:\\.[0-9]+)?");

  /** An escaped or a real interpolation, and an escape. */
  private static final Pattern PART =
      Pattern.compile("\\$\\$\\{|%%\\{|\\$\\{\\s*([^}]*?)\\s*}|%\\{[^}]*}|\\\\(.)");

  static TerraformMap read(BundlePaths paths, Path file) {
    String text = Utf8Text.read(paths, file);
    Matcher start = START.matcher(text);
    boolean isNamed = start.find();
    int begin = isNamed ? start.start() : 0;
    int from = isNamed ? start.end() : text.indexOf('{') + 1;
    if (isNamed && start.find()) {
      throw syntax(
          paths,
          at(file, text, start.start()),
          "the file contains several connectors",
          "write each into a file of its own");
    }
    Map<String, String> entries = new LinkedHashMap<>();
    int index = skip(text, from);
    while (index < text.length() && text.charAt(index) != '}') {
      Matcher entry = ENTRY.matcher(text).region(index, text.length());
      if (!entry.lookingAt()) {
        throw syntax(
            paths,
            at(file, text, index),
            "here begins no entry of a map",
            "write \"key\" = \"value\"");
      }
      String key = entry.group(1) == null ? entry.group(2) : entry.group(1);
      entries.put(key, value(paths, at(file, text, index), key, entry));
      index = skip(text, entry.end());
    }
    String around =
        isNamed
            ? text.substring(0, begin) + text.substring(Math.min(index + 1, text.length()))
            : "";
    return new TerraformMap(
        argument(around, "name"), argument(around, "description"), !around.isBlank(), entries);
  }

  private static String value(BundlePaths paths, Location at, String key, Matcher entry) {
    if (entry.group(3) != null) {
      return unquoted(paths, at, key, entry.group(3));
    }
    String expression = entry.group(4).strip();
    Matcher variable = EXPRESSION.matcher(expression);
    if (variable.matches()) {
      return "{{ " + variable.group(1) + " }}";
    }
    if (!LITERAL.matcher(expression).matches()) {
      throw expression(paths, at, key);
    }
    return expression;
  }

  private static String unquoted(BundlePaths paths, Location at, String key, String quoted) {
    if (quoted.contains("{{")) {
      throw ForeignConnector.invalid(
          paths,
          at,
          key,
          "the value contains '{{', which begins a variable in a bundle's file",
          "write the connector's file by hand");
    }
    return PART.matcher(quoted)
        .replaceAll(part -> Matcher.quoteReplacement(part(paths, at, key, part)));
  }

  private static String part(BundlePaths paths, Location at, String key, MatchResult part) {
    String text = part.group();
    if (text.equals("$${") || text.equals("%%{")) {
      return text.substring(1);
    }
    if (part.group(2) != null) {
      return switch (part.group(2)) {
        case "n" -> "\n";
        case "t" -> "\t";
        case "r" -> "\r";
        case "\"", "\\" -> part.group(2);
        default -> throw expression(paths, at, key);
      };
    }
    Matcher variable = EXPRESSION.matcher(part.group(1) == null ? "" : part.group(1));
    if (!variable.matches()) {
      throw expression(paths, at, key);
    }
    return "{{ " + variable.group(1) + " }}";
  }

  private static Optional<String> argument(String text, String name) {
    Matcher argument =
        Pattern.compile("^\\s*" + name + "\\s*=\\s*\"([^\"$\\\\\\n]*)\"", Pattern.MULTILINE)
            .matcher(text);
    return argument.find() ? Optional.of(argument.group(1)) : Optional.empty();
  }

  private static int skip(String text, int from) {
    Matcher skipped = SKIPPED.matcher(text).region(from, text.length());
    return skipped.lookingAt() ? skipped.end() : from;
  }

  private static Location at(Path file, String text, int index) {
    String before = text.substring(0, index);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Location(file, line, index - before.lastIndexOf('\n'));
  }

  private static ProblemException expression(BundlePaths paths, Location at, String key) {
    return ForeignConnector.invalid(
        paths,
        at,
        key,
        "the value is an expression of Terraform that only Terraform can evaluate",
        "write its value, or var.NAME for a variable of environment.yaml");
  }

  private static ProblemException syntax(
      BundlePaths paths, Location at, String message, String next) {
    return new ProblemException(Problem.of(FILE_SYNTAX, paths.shown(at), message, next));
  }
}
