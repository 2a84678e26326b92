package io.mskcdc.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.catalog.PersonalNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares the table of docs/configuration.md with what mask suggest chooses. */
class DocumentedSuggestionsTest {
  private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| `(\\w+)`[^|]*\\|");

  @Test
  void theDocumentedNamesGetTheDocumentedMethods() throws IOException {
    String document = Files.readString(Path.of("../docs/configuration.md"));
    int rows = 0;
    for (String line : document.substring(document.indexOf("| names like |")).split("\n")) {
      if (line.isBlank()) {
        break;
      }
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows++;
        for (String name : row.group(1).replaceAll(" in a table of persons", "").split("[,;] ")) {
          assertThat(methods(name.strip())).as(name).contains(row.group(2));
        }
      }
    }
    assertThat(rows).isEqualTo(9);
  }

  private static List<String> methods(String name) {
    return List.of(TypeFamily.TEXT, TypeFamily.DATE).stream()
        .flatMap(
            type ->
                PersonalNames.find("customers", name)
                    .flatMap(data -> SuggestedMethod.of(data, type, false))
                    .stream())
        .toList();
  }
}
