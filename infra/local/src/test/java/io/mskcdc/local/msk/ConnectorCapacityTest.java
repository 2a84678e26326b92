package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.aws.rest.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorCapacityTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'provisionedCapacity': {'mcuCount': 8, 'workerCount': 3}} | 3 | 0",
        "{'autoScaling': {'mcuCount': 4, 'minWorkerCount': 2, 'maxWorkerCount': 5}} | 2 | 8",
        "{'autoScaling': {'mcuCount': 4, 'minWorkerCount': 2, 'maxWorkerCount': 5,"
            + " 'maxAutoscalingTaskCount': 6}} | 2 | 6"
      })
  void autoscalingRunsTheMinimumOfWorkersAndOverridesTasksMax(String json, int workers, int tasks)
      throws IOException {
    byte[] text = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    ConnectorCapacity capacity = ConnectorCapacity.parse(Json.parse(text), false);

    assertThat(capacity.workers()).isEqualTo(workers);
    assertThat(capacity.tasks()).isEqualTo(tasks);
  }
}
