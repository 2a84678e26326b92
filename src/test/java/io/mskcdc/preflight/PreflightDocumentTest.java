package io.mskcdc.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.database.MySqlCheck;
import io.mskcdc.kafka.KafkaCheck;
import io.mskcdc.problem.CheckKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PreflightDocumentTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z-]+`(?:, `[a-z-]+`)*) \\|");

  @Test
  void theDocumentListsEachCheckAndNoOther() throws IOException {
    String document = Files.readString(Path.of("../docs/preflight.md"));

    assertThat(
            ROW.matcher(document.substring(document.indexOf("## Checks of the database")))
                .results()
                .map(MatchResult::group)
                .flatMap(row -> Pattern.compile("`([a-z-]+)`").matcher(row).results())
                .map(id -> id.group(1))
                .collect(Collectors.toCollection(TreeSet::new)))
        .isEqualTo(
            List.<CheckKind[]>of(MySqlCheck.values(), ConnectorCheck.values(), KafkaCheck.values())
                .stream()
                .flatMap(Arrays::stream)
                .map(CheckKind::id)
                .collect(Collectors.toCollection(TreeSet::new)));
  }
}
