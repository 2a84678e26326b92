package io.mskcdc.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thirty connector configurations as people write them. The file beside each lists the findings
 * that a careful engineer wants; every other finding is a false alarm.
 */
class ConnectorShapesTest {
  private static final Path SHAPES = Path.of("test/resources/io/mskcdc/lint/shapes");
  private static final Pattern FINDING = Pattern.compile("([PM]\\d+) ([\\w.-]+): (\\S.*)");
  private static final String RENAMED = "P21";

  @TempDir Path temp;

  private record Expected(String row, String key) {}

  static Stream<String> shapes() throws IOException {
    try (Stream<Path> files = Files.list(SHAPES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void thereAreThirtyShapes() throws IOException {
    assertThat(shapes()).hasSize(30);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void givenAShapeThenNoErrorIsAFalseAlarm(String shape) throws IOException {
    Set<String> expected = expected(shape).stream().map(Expected::key).collect(Collectors.toSet());

    assertThat(problems(shape)).allSatisfy(problem -> assertThat(expected).contains(problem.key()));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void givenAShapeOfAnOlderDebeziumThenEachRenamedKeyAndValueIsAnError(String shape)
      throws IOException {
    List<String> keys =
        expected(shape).stream()
            .filter(finding -> finding.row().equals(RENAMED))
            .map(Expected::key)
            .toList();

    assertThat(problems(shape)).extracting(Problem::key).containsAll(keys);
  }

  private static List<String> lines(String shape) throws IOException {
    return Files.readAllLines(SHAPES.resolve(shape + ".expected"));
  }

  private static List<Expected> expected(String shape) throws IOException {
    return lines(shape).stream().skip(1).map(ConnectorShapesTest::finding).toList();
  }

  private static Expected finding(String line) {
    Matcher finding = FINDING.matcher(line);
    assertThat(finding.matches()).as(line).isTrue();
    return new Expected(finding.group(1), finding.group(2));
  }

  private List<Problem> problems(String shape) throws IOException {
    String target = lines(shape).get(0).replace("# environment: ", "");
    BundleFolder bundle = new BundleFolder(temp);
    String worker = Files.readString(SHAPES.resolve(target + ".properties"));
    String listed = "connectors: [{name: " + shape + "}]";
    if (target.equals("msk")) {
      new MskEnvironment(bundle).worker(worker).connectors(listed).write();
    } else {
      bundle.environment("test", "http://127.0.0.1:8083", listed).worker(worker);
    }
    return bundle
        .file(shape + ".json", Files.readString(SHAPES.resolve(shape + ".json")))
        .problems();
  }
}
