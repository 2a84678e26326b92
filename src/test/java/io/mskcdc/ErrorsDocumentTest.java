package io.mskcdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.lint.rules.Rules;
import io.mskcdc.plan.DangerCode;
import io.mskcdc.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorsDocumentTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z-]+)` \\| \\S.*\\. \\| \\S.*\\. \\|");

  @Test
  void everyCodeIsExplainedOnceWithItsFixAndNothingElseIs() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("../docs/errors.md")).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> row.group(1))
            .toList();

    assertThat(documented).containsExactlyInAnyOrderElementsOf(codes());
  }

  private static List<String> codes() {
    return Stream.concat(
            Stream.of(ErrorCode.values()).filter(code -> !isOfLint(code)).map(ErrorCode::code),
            Stream.of(DangerCode.values()).map(DangerCode::code))
        .toList();
  }

  /** docs/rules.md has these. */
  private static boolean isOfLint(ErrorCode code) {
    return Rules.documented().stream().anyMatch(rule -> rule.code() == code);
  }
}
