package io.mskcdc.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.SampleConnector;
import io.mskcdc.database.MySqlCheck;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.problem.Check;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabasePrivilegesTest {
  private static final BundlePaths PATHS = new BundlePaths(Path.of("connector-configs"));

  private final List<String> notes = new ArrayList<>();

  @Test
  void eachMissingPrivilegeIsAProblemWithItsStatement() {
    List<Problem> problems =
        check(
            (source, connector) ->
                List.of(
                    MySqlCheck.SELECT.failed("the user has no A", List.of("GRANT A"), ""),
                    MySqlCheck.LOCKS.failed("the user has no B", List.of("GRANT B"), "")));

    assertThat(problems)
        .extracting(Problem::headline)
        .containsExactly(
            "[privilege-missing] connector-configs/shop.json, database.hostname: the user has no A",
            "[privilege-missing] connector-configs/shop.json, database.hostname: the user has no B");
    assertThat(problems).extracting(Problem::next).containsExactly("run GRANT A", "run GRANT B");
  }

  @Test
  void aDatabaseThatDoesNotAnswerGivesANoteAndNoProblem() {
    assertThat(
            check(
                (source, connector) -> {
                  throw new NotReachableException("no answer");
                }))
        .isEmpty();

    assertThat(notes)
        .containsExactly("the privileges of the connector's user were not checked: no answer");
  }

  private List<Problem> check(DatabaseReader<List<Check>> reader) {
    return new DatabasePrivileges(PATHS, reader)
        .check(
            SampleConnector.of(
                PATHS, Map.of("connector.class", "io.debezium.connector.mysql.MySqlConnector")),
            notes::add);
  }
}
