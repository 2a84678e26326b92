package io.mskcdc.migrate;

import static io.mskcdc.problem.ErrorCode.FILE_EXISTS;
import static io.mskcdc.problem.ErrorCode.FILE_NOT_WRITABLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.ForeignDmsTask;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Writes the file of a DMS task that is written in another form. */
public final class DmsImporter {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .build());

  private final BundlePaths paths;

  public DmsImporter(BundlePaths paths) {
    this.paths = paths;
  }

  /**
   * Writes the file, with the corrections that need no decision and without passwords.
   *
   * @return the file
   * @throws ProblemException if it exists or cannot be written
   */
  public Path write(ForeignDmsTask foreign) {
    Path file = paths.dmsTask(foreign.file().name());
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ProblemException(
          Problem.of(
              FILE_EXISTS,
              paths.shown(file),
              "the task has a file",
              "move the file away, and run the command again"));
    }
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_WRITABLE,
              paths.shown(file.getParent()),
              "the folder cannot be created",
              "make the folder above it writable"),
          e);
    }
    Importer.save(paths, file, text(DmsCorrections.of(foreign.declared())));
    return file;
  }

  private static String text(DmsCorrections.Corrected corrected) {
    String moved =
        corrected.moved().isEmpty()
            ? ""
            : "# The secret of the source has to contain: "
                + String.join(", ", corrected.moved()).replace("\n", " ")
                + "\n";
    try {
      return "# yaml-language-server: $schema=../schema/dms.schema.json\n"
          + moved
          + YAML.writeValueAsString(corrected.task());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON is always written", e);
    }
  }
}
