package io.mskcdc.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.database.MySqlCheck;
import io.mskcdc.kafka.KafkaCheck;
import io.mskcdc.problem.CheckKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PreflightDocumentTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z-]+`(?:, `[a-z-]+`)*) \\|");

  private static final Pattern ID = Pattern.compile("`([a-z-]+)`");

  @Test
  void theDocumentListsEachCheckAndNoOther() throws IOException {
    String document = Files.readString(Path.of("../docs/preflight.md"));

    TreeSet<String> listed = new TreeSet<>();
    ROW.matcher(document.substring(document.indexOf("## Checks of the database")))
        .results()
        .flatMap(row -> ID.matcher(row.group()).results())
        .forEach(id -> listed.add(id.group(1)));
    TreeSet<String> known = new TreeSet<>();
    for (CheckKind[] kinds :
        List.<CheckKind[]>of(MySqlCheck.values(), ConnectorCheck.values(), KafkaCheck.values())) {
      for (CheckKind kind : kinds) {
        known.add(kind.id());
      }
    }

    assertThat(listed).isEqualTo(known);
  }
}
