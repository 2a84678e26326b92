package io.mskcdc.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.SampleConnector;
import io.mskcdc.database.MissingPrivilege;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabasePrivilegesTest {
  private static final BundlePaths PATHS = new BundlePaths(Path.of("connector-configs"));

  private final List<String> notes = new ArrayList<>();
  private boolean isLive;

  @Test
  void eachMissingPrivilegeIsAProblemWithItsStatement() {
    List<Problem> problems =
        check(
            (source, config) ->
                List.of(
                    new MissingPrivilege("A on *.*", "nothing arrives", "run GRANT A", false),
                    new MissingPrivilege("B on *.*", "a snapshot fails", "run GRANT B", true)));

    assertThat(problems)
        .extracting(Problem::headline)
        .containsExactly(
            "[privilege-missing] connector-configs/shop.json, database.hostname: the connector's"
                + " user has no A on *.*, so nothing arrives",
            "[privilege-missing] connector-configs/shop.json, database.hostname: the connector's"
                + " user has no B on *.*, so a snapshot fails");
    assertThat(problems).extracting(Problem::next).containsExactly("run GRANT A", "run GRANT B");
  }

  @Test
  void aLiveConnectorNeedsNoPrivilegeOfTheSnapshot() {
    isLive = true;

    assertThat(
            check(
                (source, config) ->
                    List.of(
                        new MissingPrivilege("A", "nothing arrives", "run GRANT A", false),
                        new MissingPrivilege("B", "a snapshot fails", "run GRANT B", true))))
        .extracting(Problem::next)
        .containsExactly("run GRANT A");
  }

  @Test
  void aDatabaseThatDoesNotAnswerGivesANoteAndNoProblem() {
    assertThat(
            check(
                (source, config) -> {
                  throw new NotReachableException("no answer");
                }))
        .isEmpty();

    assertThat(notes)
        .containsExactly("the privileges of the connector's user were not checked: no answer");
  }

  private List<Problem> check(DatabaseReader<List<MissingPrivilege>> reader) {
    return new DatabasePrivileges(PATHS, reader, name -> isLive)
        .check(
            SampleConnector.of(
                PATHS, Map.of("connector.class", "io.debezium.connector.mysql.MySqlConnector")),
            notes::add);
  }
}
