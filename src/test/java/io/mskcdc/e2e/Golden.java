package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares messages with golden files. There is one file per case and format. */
final class Golden {
  private Golden() {}

  /** The output of the converters, with {@code schemas.enable} true or false. */
  enum Format {
    WITH_SCHEMAS("with-schemas"),
    WITHOUT_SCHEMAS("without-schemas");

    private final String folder;

    Format(String folder) {
      this.folder = folder;
    }
  }

  /** Compares a whole file. If it differs, the actual text is written to target/e2e. */
  static void assertMatches(String actual, String name, Format format) {
    String file = "e2e/" + format.folder + "/" + name + ".json";
    String expected = read("/" + file);
    if (!actual.equals(expected)) {
      write(Path.of("target").resolve(file), actual);
    }
    assertThat(actual).as(file + ", written to target/" + file).isEqualTo(expected);
  }

  private static String read(String resource) {
    try (InputStream in = Golden.class.getResourceAsStream(resource)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
