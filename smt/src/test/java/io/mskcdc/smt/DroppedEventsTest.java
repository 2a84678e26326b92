package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.transforms.ExtractNewRecordState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An option that no row can satisfy fails the rows, but not the events that are dropped. */
class DroppedEventsTest {

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);

  static Stream<Map<String, String>> optionsThatFailRows() {
    return Stream.of(
        Map.of("route.by.field", "id"),
        Map.of("route.by.field", "nothing"),
        Map.of("add.fields", "op:name", "add.fields.prefix", ""),
        Map.of("add.fields", "nothing"),
        Map.of("add.headers", "nothing"));
  }

  @ParameterizedTest
  @MethodSource("optionsThatFailRows")
  void deletesAndTruncatesAreDroppedAsDebeziumDoes(Map<String, String> options) {
    Map<String, String> dropping = new HashMap<>(options);
    dropping.put("delete.tombstone.handling.mode", "drop");
    try (Transformation<SourceRecord> debezium = new ExtractNewRecordState<>()) {
      debezium.configure(dropping);
      assertThat(debezium.apply(customers.delete(ada))).isNull();
      assertThat(debezium.apply(customers.truncate())).isNull();
    }
    for (Transformation<SourceRecord> unwrap : unwraps(dropping)) {
      assertThat(unwrap.apply(customers.delete(ada))).isNull();
      assertThat(unwrap.apply(customers.truncate())).isNull();
      assertThatThrownBy(() -> unwrap.apply(customers.insert(ada)))
          .isInstanceOf(DataException.class);
      assertThat(unwrap.apply(customers.delete(ada))).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("optionsThatFailRows")
  void truncatesPassUnchanged(Map<String, String> options) {
    Map<String, String> passing = new HashMap<>(options);
    passing.put("truncate.handling.mode", "pass");
    SourceRecord truncate = customers.truncate();
    for (Transformation<SourceRecord> unwrap : unwraps(passing)) {
      assertThat(unwrap.apply(truncate)).isSameAs(truncate);
    }
  }

  @ParameterizedTest
  @MethodSource("optionsThatFailRows")
  void aDeleteThatBecomesATombstoneNeedsNoAddedFields(Map<String, String> options) {
    if (!options.containsKey("add.fields")) {
      return;
    }
    for (Transformation<SourceRecord> unwrap : unwraps(options)) {
      assertThat(unwrap.apply(customers.delete(ada)).value()).isNull();
    }
  }

  private static List<Transformation<SourceRecord>> unwraps(Map<String, String> options) {
    Transformation<SourceRecord> alone = new Unwrap<>();
    alone.configure(options);
    Transformation<SourceRecord> onePass = new UnwrapMaskRoute<>();
    onePass.configure(
        options.entrySet().stream()
            .collect(Collectors.toMap(each -> "unwrap." + each.getKey(), Map.Entry::getValue)));
    return List.of(alone, onePass);
  }
}
