package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.FILE_SYNTAX;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a JSON or YAML file that holds one object. A duplicate key, text after the object or a
 * syntax error ends in a {@link ProblemException} with line and column.
 */
final class StrictReader {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * A place in a YAML error. The last one is the mistake's; the parser's own is the last token's.
   */
  private static final Pattern YAML_MARK =
      Pattern.compile("^ in [^,\\n]*, line (\\d+), column (\\d+)", Pattern.MULTILINE);

  private final ObjectMapper json = strict(new JsonFactory());
  private ObjectMapper yaml;
  private final BundlePaths paths;

  StrictReader(BundlePaths paths) {
    this.paths = paths;
  }

  /** Reads a .json file. */
  Document json(Path file) {
    return read(json, file);
  }

  /** Reads a .yaml file. */
  Document yaml(Path file) {
    if (yaml == null) {
      yaml = strict(new YAMLFactory());
    }
    return read(yaml, file);
  }

  private static ObjectMapper strict(JsonFactory factory) {
    factory.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    ObjectMapper mapper = new ObjectMapper(factory);
    mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    // Keep the text of a number: 1.10 must not become 1.1.
    mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    mapper.configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
    return mapper;
  }

  private Document read(ObjectMapper mapper, Path file) {
    try {
      JsonParser content = mapper.createParser(text(file));
      LocatingParser parser =
          new LocatingParser(mapper == yaml ? new ScalarTextParser(content) : content, file);
      if (mapper.reader().readTree(parser) instanceof ObjectNode object) {
        return new Document(file, object, parser.keys(), parser.values());
      }
      throw new ProblemException(
          Problem.of(
              FILE_SYNTAX,
              paths.shown(file),
              "the file does not hold an object",
              "write one object with its keys and values"));
    } catch (JsonProcessingException e) {
      throw new ProblemException(syntax(file, e), e);
    } catch (IOException e) {
      // The parser reads a text.
      throw new UncheckedIOException(e);
    }
  }

  /** Columns count characters, so Jackson gets characters, and not bytes. */
  private String text(Path file) {
    String text = Utf8Text.read(paths, file);
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
  }

  private Problem syntax(Path file, JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = paths.shown(file);
    Optional<MatchResult> mark =
        YAML_MARK.matcher(e.getOriginalMessage()).results().reduce((a, b) -> b);
    if (mark.isPresent()) {
      where += ":" + mark.get().group(1) + ":" + mark.get().group(2);
    } else if (at != null && at.getLineNr() > 0) {
      where += ":" + at.getLineNr() + ":" + at.getColumnNr();
    }
    return Problem.of(
        FILE_SYNTAX,
        where,
        message(e.getOriginalMessage()),
        "correct the file at this line and column");
  }

  /**
   * Returns the context and the cause. A YAML error contains the place and the line itself between
   * them, both indented. The line may contain a secret.
   */
  private static String message(String original) {
    return original
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .collect(Collectors.joining(": "));
  }
}
