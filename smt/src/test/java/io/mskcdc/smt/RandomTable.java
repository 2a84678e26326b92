package io.mskcdc.smt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** A table with random columns, of all types of Connect and Debezium, and random rows. */
final class RandomTable {

  // Sorted, so that a seed gives the same table in each run.
  private static final List<String> NAMES = ColumnKind.ALL.keySet().stream().sorted().toList();

  private final Random random;
  private final List<String> kinds = new ArrayList<>();
  final Events events;

  RandomTable(Random random) {
    this.random = random;
    SchemaBuilder columns = SchemaBuilder.struct();
    columns.field("id", Schema.INT64_SCHEMA);
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      String kind = NAMES.get(random.nextInt(NAMES.size()));
      kinds.add(kind);
      columns.field("c" + i, column(kind));
    }
    events =
        new Events(
            "db" + random.nextInt(3),
            "table" + random.nextInt(1000),
            columns,
            random.nextInt(5) == 0 ? new String[0] : new String[] {"id"});
  }

  private Schema column(String name) {
    ColumnKind kind = ColumnKind.ALL.get(name);
    SchemaBuilder builder = kind.schema().get();
    if (name.equals("point")) {
      ColumnKind.POINT.fields().forEach(field -> builder.field(field.name(), field.schema()));
    }
    if (random.nextInt(3) == 0) {
      builder.parameter("__debezium.source.column.type", "T");
    }
    boolean optional = random.nextBoolean();
    boolean scalar = !List.of("variable", "point", "array", "map", "vector").contains(name);
    if (scalar && random.nextInt(3) == 0) {
      builder.defaultValue(kind.value().apply(random));
    }
    return (optional ? builder.optional() : builder).build();
  }

  Struct row() {
    Struct row = new Struct(events.row);
    row.put("id", random.nextLong());
    for (int i = 0; i < kinds.size(); i++) {
      Field field = events.row.field("c" + i);
      if (!field.schema().isOptional() || random.nextInt(4) != 0) {
        row.put(field, value(kinds.get(i), field.schema()));
      }
    }
    return row;
  }

  /** Another row with the same key. */
  Struct changed(Struct row) {
    return row().put("id", row.get("id"));
  }

  String kind(int column) {
    return kinds.get(column);
  }

  long count(String kind) {
    return kinds.stream().filter(kind::equals).count();
  }

  int columns() {
    return kinds.size();
  }

  private Object value(String kind, Schema schema) {
    return ColumnKind.structured(ColumnKind.ALL.get(kind).value().apply(random), schema);
  }
}
