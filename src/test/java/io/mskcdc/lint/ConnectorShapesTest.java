package io.mskcdc.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.lint.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fifty connector configurations as people write them. The file beside each lists the findings that
 * a careful engineer wants; every other finding is a false alarm.
 */
class ConnectorShapesTest {
  private static final Path SHAPES = Path.of("test/resources/io/mskcdc/lint/shapes");
  private static final Pattern FINDING = Pattern.compile("([a-z-]+) ([\\w.-]+): (\\S.*)");

  @TempDir Path temp;

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
  void thereAreFiftyShapesAtLeast() throws IOException {
    assertThat(shapes()).hasSizeGreaterThanOrEqualTo(50);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void lintFindsWhatIsExpectedAndNothingElse(String shape) throws IOException {
    assertThat(findings(shape)).containsExactlyInAnyOrderElementsOf(expected(shape));
  }

  private static List<String> lines(String shape) throws IOException {
    return Files.readAllLines(SHAPES.resolve(shape + ".expected"));
  }

  private static List<String> expected(String shape) throws IOException {
    return lines(shape).stream().skip(1).map(ConnectorShapesTest::finding).toList();
  }

  private static String finding(String line) {
    Matcher finding = FINDING.matcher(line);
    assertThat(finding.matches()).as(line).isTrue();
    return finding.group(1) + " " + finding.group(2);
  }

  private List<String> findings(String shape) throws IOException {
    String target = lines(shape).get(0).replace("# environment: ", "");
    BundleFolder bundle = new BundleFolder(temp);
    String worker = Files.readString(SHAPES.resolve(target + ".properties"));
    String listed = "connectors: [{name: " + shape + "}]";
    if (target.equals("msk")) {
      new MskEnvironment(bundle).worker(worker).connectors(listed).write();
    } else {
      bundle.environment("test", "http://127.0.0.1:8083", listed).worker(worker);
    }
    bundle.file(shape + ".json", Files.readString(SHAPES.resolve(shape + ".json")));
    return EnvironmentLint.of(new BundlePaths(bundle.root()), List.of("test"), Rules.ALL)
        .get(0)
        .entries()
        .stream()
        .filter(entry -> !entry.severity().text().equals("hint"))
        .map(entry -> entry.code().code() + " " + entry.key())
        .toList();
  }
}
