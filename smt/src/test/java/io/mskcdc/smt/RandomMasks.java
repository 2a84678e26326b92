package io.mskcdc.smt;

import io.mskcdc.smt.mask.method.ColumnType;
import io.mskcdc.smt.mask.method.MaskMethod;
import io.mskcdc.smt.mask.method.MaskMethods;
import io.mskcdc.smt.mask.method.MethodDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** Random options of Mask for a table's columns, and the method of each masked column. */
final class RandomMasks {

  private static final Map<String, MaskMethod> METHODS =
      MaskMethods.ALL.stream()
          .collect(
              Collectors.toMap(
                  MethodDefinition::name,
                  MethodSamples::create,
                  (one, other) -> one,
                  LinkedHashMap::new));

  private final RandomTable table;
  final Map<String, String> options = new HashMap<>();
  final Map<String, String> methods = new LinkedHashMap<>();

  RandomMasks(Random random, RandomTable table) {
    this.table = table;
    Map<String, List<String>> columns = new HashMap<>();
    for (int i = 0; i < table.columns(); i++) {
      if (random.nextInt(3) != 0) {
        String method = method(random, table.events.row.field("c" + i).schema());
        methods.put("c" + i, method);
        columns
            .computeIfAbsent(method, any -> new ArrayList<>())
            .add(pattern(random, table.events, "c" + i));
      }
    }
    if (table.events.key != null && random.nextBoolean() || columns.isEmpty()) {
      methods.put("id", "hmac");
      columns
          .computeIfAbsent("hmac", any -> new ArrayList<>())
          .add(pattern(random, table.events, "id"));
    }
    columns.forEach(
        (method, patterns) -> options.put(method + ".columns", String.join(",", patterns)));
    MaskMethods.ALL.forEach(method -> options.putAll(MethodSamples.options(method)));
    options.put("date.to", random.nextBoolean() ? "month" : "year");
    options.put("hmac.encoding", random.nextBoolean() ? "hex" : "base64");
    if (random.nextInt(3) == 0) {
      options.put("scope", "s1");
    }
  }

  /**
   * Adds closed masking to the options, with some of the columns as clear.
   *
   * @return the clear columns
   */
  Set<String> close(Random random, String unlisted) {
    Set<String> clear = new TreeSet<>();
    List<String> patterns = new ArrayList<>();
    for (Field field : table.events.row.fields()) {
      if (!methods.containsKey(field.name()) && random.nextBoolean()) {
        clear.add(field.name());
        patterns.add(pattern(random, table.events, field.name()));
      }
    }
    options.put("clear.columns", String.join(",", patterns));
    options.put("unlisted", unlisted);
    options.put("unlisted.tables", random.nextBoolean() ? "withhold" : "columns");
    return clear;
  }

  private static String method(Random random, Schema column) {
    List<String> fitting =
        METHODS.keySet().stream().filter(method -> fits(method, column)).toList();
    return fitting.get(random.nextInt(fitting.size()));
  }

  private static boolean fits(String method, Schema column) {
    ColumnType type = ColumnType.of(column);
    // The random texts are no numbers.
    boolean textAsNumber = method.equals("bucket") && type == ColumnType.TEXT;
    return !textAsNumber && METHODS.get(method).maskOf(type, column) != null;
  }

  private static String pattern(Random random, Events events, String column) {
    return switch (random.nextInt(4)) {
      case 0 -> "*." + events.table.toUpperCase(java.util.Locale.ROOT) + "." + column;
      case 1 -> events.database + ".*." + column;
      case 2 -> "/db\\d\\." + events.table + "\\." + column + "/";
      default -> events.database + "." + events.table + "." + column;
    };
  }
}
