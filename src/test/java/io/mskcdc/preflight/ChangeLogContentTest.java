package io.mskcdc.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.SampleConnector;
import io.mskcdc.database.MySqlCheck;
import io.mskcdc.database.NotReachableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeLogContentTest {
  private static final BundlePaths PATHS = new BundlePaths(Path.of("connector-configs"));

  private final List<String> notes = new ArrayList<>();

  @Test
  void theProblemNamesTheSettingAndTheStatementThatMendsIt() {
    ChangeLogContent check =
        new ChangeLogContent(
            PATHS,
            (source, connector) ->
                new ChangeLogContent.Log(
                    List.of(
                        MySqlCheck.LOG_BIN.ok("log_bin=ON"),
                        MySqlCheck.BINLOG_FORMAT.failed(
                            "the server has x=1, so rows are lost", List.of("SET x = 0"), "wait")),
                    List.of()));

    assertThat(check.check(connector("io.debezium.connector.mysql.MySqlConnector"), notes::add))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .isEqualTo(
                      "[change-log-incomplete] connector-configs/shop.json, database.hostname:"
                          + " the server has x=1, so rows are lost");
              assertThat(problem.next()).isEqualTo("run SET x = 0, and wait");
            });
    assertThat(notes).isEmpty();
  }

  @Test
  void aRiskIsANoteAndNoProblem() {
    ChangeLogContent check =
        new ChangeLogContent(
            PATHS,
            (source, connector) ->
                new ChangeLogContent.Log(
                    List.of(),
                    List.of(
                        MySqlCheck.BINLOG_RETENTION.failed(
                            "the server has x=1, so files are purged",
                            List.of("SET x = 0"),
                            ""))));

    assertThat(check.check(connector("io.debezium.connector.mysql.MySqlConnector"), notes::add))
        .isEmpty();
    assertThat(notes).containsExactly("the server has x=1, so files are purged; run SET x = 0");
  }

  @Test
  void aDatabaseThatDoesNotAnswerGivesANoteAndNoProblem() {
    ChangeLogContent check =
        new ChangeLogContent(
            PATHS,
            (source, connector) -> {
              throw new NotReachableException("no answer");
            });

    assertThat(check.check(connector("io.debezium.connector.mysql.MySqlConnector"), notes::add))
        .isEmpty();
    assertThat(notes).containsExactly("the settings of the database were not checked: no answer");
  }

  private static RenderedConnector connector(String className) {
    return SampleConnector.of(PATHS, Map.of("connector.class", className));
  }
}
