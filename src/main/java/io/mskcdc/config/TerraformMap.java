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
 * are refused, because only Terraform knows what they add.
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
  private static final Pattern ARGUMENT =
      Pattern.compile("^[ \\t]*connector_configuration\\s*=\\s*", Pattern.MULTILINE);
  private static final Pattern BLOCK =
      Pattern.compile("^[ \\t]*(?:resource|module)\\b[^{\\n]*\\{", Pattern.MULTILINE);

  /** The beginning of a map that stands alone, with or without a name. */
  private static final Pattern ALONE = Pattern.compile("(?:[A-Za-z_][\\w-]*\\s*=\\s*)?\\{");

  /** A text or a comment, whose braces are none, or another character. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\\\n]|\\\\.)*+\"|#[^\\n]*|//[^\\n]*|/\\*.*?\\*/|.", Pattern.DOTALL);

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
    Matcher argument = ARGUMENT.matcher(text);
    boolean isArgument = argument.find();
    int start = isArgument ? argument.start() : 0;
    int begin = isArgument ? argument.end() : beginOfMap(text);
    if (isArgument && argument.find()) {
      throw syntax(
          paths,
          at(file, text, argument.start()),
          "the file contains several connectors",
          "write each into a file of its own");
    }
    if (!text.startsWith("{", begin)) {
      throw expression(paths, at(file, text, begin), "connector_configuration");
    }
    Map<String, String> entries = new LinkedHashMap<>();
    int end = readEntries(paths, file, text, begin + 1, entries);
    int rest = skip(text, end);
    if (!isArgument && rest < text.length()) {
      throw syntax(
          paths,
          at(file, text, rest),
          "more follows the map, which may add to it",
          "name a file with connector_configuration = { … }, or with such a map alone");
    }
    String around = isArgument ? argumentsAround(text, start, end) : "";
    return new TerraformMap(
        argument(around, "name")
            .map(
                name ->
                    literal(name).orElseThrow(() -> expression(paths, Location.of(file), "name"))),
        argument(around, "description").flatMap(TerraformMap::literal),
        isArgument && !(text.substring(0, start) + text.substring(end)).isBlank(),
        entries);
  }

  private static int beginOfMap(String text) {
    int from = skip(text, 0);
    Matcher alone = ALONE.matcher(text).region(from, text.length());
    return alone.lookingAt() ? alone.end() - 1 : from;
  }

  /** Reads the entries of a map, and returns the index after its end. */
  private static int readEntries(
      BundlePaths paths, Path file, String text, int from, Map<String, String> entries) {
    int index = skip(text, from);
    while (!text.startsWith("}", index)) {
      Location at = at(file, text, index);
      Matcher entry = ENTRY.matcher(text).region(index, text.length());
      if (!entry.lookingAt()) {
        throw syntax(paths, at, "here begins no entry of a map", "write \"key\" = \"value\"");
      }
      String key = entry.group(1) == null ? entry.group(2) : entry.group(1);
      if (PART.matcher(key).find()) {
        throw expression(paths, at, key);
      }
      if (entries.put(key, value(paths, at, key, entry)) != null) {
        throw syntax(paths, at, key + " is there twice", "remove one of the two");
      }
      index = skip(text, entry.end());
    }
    return index + 1;
  }

  /** Returns the block that a map belongs to, without the map and without blocks in the block. */
  private static String argumentsAround(String text, int start, int end) {
    int from =
        BLOCK
            .matcher(text)
            .results()
            .mapToInt(MatchResult::end)
            .filter(it -> it <= start)
            .max()
            .orElse(0);
    StringBuilder arguments = new StringBuilder();
    int depth = 0;
    Matcher token = TOKEN.matcher(text.substring(from, start) + text.substring(end));
    while (depth >= 0 && token.find()) {
      depth += token.group().equals("{") ? 1 : token.group().equals("}") ? -1 : 0;
      if (depth == 0) {
        arguments.append(token.group());
      }
    }
    return arguments.toString();
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

  /** Finds an argument. Its first group is its value, if that is a text. */
  private static Optional<MatchResult> argument(String text, String name) {
    return Pattern.compile(
            "^[ \\t]*" + name + "[ \\t]*=[ \\t]*(?:\"((?:[^\"\\\\\\n]|\\\\.)*+)\")?",
            Pattern.MULTILINE)
        .matcher(text)
        .results()
        .findFirst();
  }

  /** Returns the text of an argument; empty if only Terraform can evaluate it. */
  private static Optional<String> literal(MatchResult argument) {
    return Optional.ofNullable(argument.group(1)).filter(text -> !PART.matcher(text).find());
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
