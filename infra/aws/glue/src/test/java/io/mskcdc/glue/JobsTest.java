package io.mskcdc.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the jobs do without Spark. */
class JobsTest {
  private static JobOptions options(String... arguments) {
    return new JobOptions(arguments, "catalog", "keep-hours");
  }

  @Test
  void givenArgumentsOfGlueThenOnlyThoseOfTheJobAreRead() {
    JobOptions options =
        options("--JOB_NAME", "merge", "--mskcdc-catalog", "a,b", "--enable-metrics", "true");

    assertThat(options.list("catalog")).containsExactly("a", "b");
    assertThat(options.hours("keep-hours", 3)).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void givenAnUnknownOptionThenItIsAnError() {
    assertThatThrownBy(() -> options("--mskcdc-keep-hour", "1"))
        .hasMessageContaining("unknown option --mskcdc-keep-hour;")
        .hasMessageContaining("[catalog, keep-hours]");
  }

  @Test
  void givenAnOptionWithoutAValueOrNoneThenItIsAnError() {
    assertThatThrownBy(() -> options("--mskcdc-catalog")).hasMessageContaining("has no value");
    assertThatThrownBy(() -> options().required("catalog"))
        .hasMessageContaining("set --mskcdc-catalog");
    assertThatThrownBy(() -> options("--mskcdc-keep-hours", "-1").hours("keep-hours", 1))
        .hasMessageContaining("must be a number of hours: -1");
  }

  @Test
  void givenAScriptThenEachStatementEndsAtTheEndOfALine() {
    assertThat(SqlJob.statements("-- a; comment;\nSELECT ';' AS a,\n  2;\n\nSELECT 3; \n"))
        .isEqualTo(List.of("SELECT ';' AS a,\n  2", "SELECT 3"));
  }

  @Test
  void givenAKeyOfTwoColumnsThenTheMergeComparesBoth() {
    MergeSql sql =
        new MergeSql(
            "`l`.`s`.`t`", "`l`.`s`.`t_changes`", List.of("a", "b`"), List.of("a", "b`", "c"));

    assertThat(sql.merge(7, MergedOffsets.parse("0:3")))
        .contains(
            "(PARTITION BY `a`, `b``` ORDER BY `__offset` DESC)",
            "`t_changes` VERSION AS OF 7 c",
            "WHERE (`__partition` = 0 AND `__offset` > 3) OR",
            "ON t.`a` = s.`a` AND t.`b``` = s.`b```\n",
            "INSERT (`a`, `b```, `c`) VALUES (s.`a`, s.`b```, s.`c`)");
  }
}
