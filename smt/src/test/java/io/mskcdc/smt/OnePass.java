package io.mskcdc.smt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** Configured UnwrapMaskRoutes, and an event without schema. */
final class OnePass {

  private OnePass() {}

  static UnwrapMaskRoute<SourceRecord> of(String... pairs) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      options.put(pairs[i], pairs[i + 1]);
    }
    UnwrapMaskRoute<SourceRecord> onePass = new UnwrapMaskRoute<>();
    onePass.configure(options);
    return onePass;
  }

  static UnwrapMaskRoute<SourceRecord> hmac(String columns, String... more) {
    List<String> options = new ArrayList<>(Arrays.asList(more));
    options.addAll(
        List.of(
            "mask.key.secret", TestKey.BASE64, "mask.key.id", "k1", "mask.hmac.columns", columns));
    return of(options.toArray(String[]::new));
  }

  /** An event of production_db.users, whose topic does not contain the table's name. */
  static SourceRecord schemaless(String op, Object before, Object after) {
    Map<String, Object> event = new HashMap<>();
    event.put("before", before);
    event.put("after", after);
    event.put("op", op);
    event.put("source", Map.of("db", "production_db", "table", "users"));
    return new SourceRecord(Map.of(), Map.of(), "people", null, null, null, null, event);
  }
}
