package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.e2e.SchemaChange.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps the tables of docs/ddl.md equal to the statements that {@link DdlIT} carries out. {@code
 * -Dmskcdc.ddl.write} writes them.
 */
class DdlDocumentTest {
  private static final Path FILE = Path.of("../docs/ddl.md");
  private static final Pattern TABLES =
      Pattern.compile(
          "(?<=<!-- statements: written by DdlDocumentTest -->\n).*?(?=<!-- end of statements -->)",
          Pattern.DOTALL);

  @Test
  void theTablesHaveEachTestedStatement() throws IOException {
    String text = Files.readString(FILE);
    StringBuilder tables = new StringBuilder();
    for (Group group : Group.values()) {
      boolean stops = group == Group.STOPPING;
      tables.append("\n## %s\n\n".formatted(group.heading));
      if (stops) {
        tables.append(
            """
            The task stops at the statement, or at the first row behind it. No wrong record leaves. The last two columns are those after the procedure in
            [the runbook](runbook.md).

            """);
      }
      tables
          .append("| statement | ")
          .append(stops ? "the cause contains | " : "")
          .append("columns of the next row | its key |")
          .append(
              stops
                  ? "\n|---|---|---|---|\n"
                  : " what else a consumer sees |\n|---|---|---|---|\n");
      Stream.concat(SchemaChange.ALL.stream(), SchemaChange.STOPPING.stream())
          .filter(change -> change.group() == group)
          .forEach(change -> tables.append(row(change)));
    }
    String wanted =
        TABLES.matcher(text).replaceFirst(Matcher.quoteReplacement(tables.append('\n').toString()));
    if (System.getProperty("mskcdc.ddl.write") != null) {
      Files.writeString(FILE, wanted);
    }

    assertThat(Files.readString(FILE))
        .as("run this test with -Dmskcdc.ddl.write")
        .isEqualTo(wanted);
  }

  private static String row(SchemaChange change) {
    String statements =
        change.title().isEmpty()
            ? change.statements().stream().map(sql -> code(sql)).collect(Collectors.joining("; "))
            : change.title();
    String columns = code(change.columns(), "no row");
    String key = change.columns().isEmpty() ? "" : code(change.key(), "none");
    return change.group() == Group.STOPPING
        ? "| %s | %s | %s | %s |\n".formatted(statements, "`" + change.cause() + "`", columns, key)
        : "| %s | %s | %s | %s |\n".formatted(statements, columns, key, change.consumer());
  }

  /** Returns a statement as code, which may contain the mark of code. */
  private static String code(String sql) {
    String text = sql.replace("{t}", "t");
    return text.contains("`") ? "`` " + text + " ``" : "`" + text + "`";
  }

  private static String code(String names, String otherwise) {
    return names.isEmpty() ? otherwise : "`" + names.replace(" ", ", ") + "`";
  }
}
