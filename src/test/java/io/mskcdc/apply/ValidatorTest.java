package io.mskcdc.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.SampleConnector;
import io.mskcdc.preflight.Preflight;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.InMemoryRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorTest {
  private static final BundlePaths PATHS = new BundlePaths(Path.of("connector-configs"));

  /** The worker reports only the first fault of a database, so the others are looked for too. */
  @ParameterizedTest
  @CsvSource({
    "database.hostname, CONFIG_REJECTED PRIVILEGE_MISSING",
    "snapshot.mode, CONFIG_REJECTED",
  })
  void aConnectorThatIsRejectedBecauseOfItsDatabaseHasAllFaultsOfIt(String key, String codes) {
    Validator validator =
        new Validator(
            InMemoryRuntime.shared(),
            failing(ErrorCode.PRIVILEGE_MISSING),
            failing(ErrorCode.TABLE_NOT_FOUND),
            PATHS,
            (connector, text) -> {});
    Map<String, String> config =
        Map.of(
            "connector.class",
            "io.debezium.connector.mysql.MySqlConnector",
            InMemoryRuntime.INVALID,
            key);

    ProblemException rejected =
        catchThrowableOfType(
            ProblemException.class,
            () -> validator.validate(List.of(SampleConnector.of(PATHS, config))));

    assertThat(rejected.problems())
        .extracting(problem -> problem.code().name())
        .containsExactly(codes.split(" "));
  }

  private static Preflight failing(ErrorCode code) {
    return (connector, note) -> List.of(Problem.of(code, "shop", "it fails", "mend it"));
  }
}
