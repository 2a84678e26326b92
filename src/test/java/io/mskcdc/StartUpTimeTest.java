package io.mskcdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartUpTimeTest {
  /**
   * The JVM makes a class for each such concatenation, at each start: the archive that {@code
   * scripts/mskcdc} writes has none of them. The option of the compiler is in pom.xml.
   */
  @Test
  void noStringIsConcatenatedByAClassThatTheJvmMakesAtEachStart() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("target/classes/io/mskcdc"))) {
      List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();

      assertThat(classes).isNotEmpty();
      assertThat(classes).noneMatch(StartUpTimeTest::concatenatesAtRunTime);
    }
  }

  private static boolean concatenatesAtRunTime(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1)
          .contains("java/lang/invoke/StringConcatFactory");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
