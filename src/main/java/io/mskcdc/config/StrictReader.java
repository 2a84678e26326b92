package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.FILE_NOT_READABLE;
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
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a JSON or YAML file that holds one object. A duplicate key, text after the object or a
 * syntax error ends in a {@link ProblemException} with line and column.
 */
final class StrictReader {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

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
      // YAML 1.1 reads "no" and "off" as booleans; variables need them as texts.
      yaml =
          strict(new YAMLFactory().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS));
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
      LocatingParser parser = new LocatingParser(mapper.createParser(text(file)), file);
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
    } catch (CharacterCodingException e) {
      throw new ProblemException(
          Problem.of(
              FILE_SYNTAX, paths.shown(file), "the file is not UTF-8", "save the file as UTF-8"),
          e);
    } catch (NoSuchFileException e) {
      throw new ProblemException(
          Problem.of(FILE_NOT_READABLE, paths.shown(file), "there is no such file", "create it"),
          e);
    } catch (IOException e) {
      throw unreadable(paths, file, e);
    }
  }

  /** Columns count characters, so Jackson gets characters, and not bytes. */
  private static String text(Path file) throws IOException {
    String text = Files.readString(file);
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
  }

  /** Returns the problem of a file that exists and cannot be read. */
  static ProblemException unreadable(BundlePaths paths, Path file, IOException e) {
    return new ProblemException(
        Problem.of(
            FILE_NOT_READABLE,
            paths.shown(file),
            "the file cannot be read (" + e.getClass().getSimpleName() + ")",
            "check its permissions"),
        e);
  }

  private Problem syntax(Path file, JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = paths.shown(file);
    if (at != null && at.getLineNr() > 0) {
      where += ":" + at.getLineNr() + ":" + at.getColumnNr();
    }
    String message = e.getOriginalMessage();
    int detail = message.indexOf('\n');
    return Problem.of(
        FILE_SYNTAX,
        where,
        detail < 0 ? message : message.substring(0, detail).strip(),
        "correct the file at this line and column");
  }
}
