package io.mskcdc.smt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random options of Mask for a table's columns, and the method of each masked column. */
final class RandomMasks {

  private static final Set<String> DATES =
      Set.of(
          "days",
          "millis",
          "micros",
          "nanos",
          "zoned",
          "isoDate",
          "isoTimestamp",
          "connectDate",
          "connectTimestamp");
  private static final Set<String> NUMBERS =
      Set.of("int8", "int16", "int32", "int64", "float32", "float64", "decimal", "variable");

  final Map<String, String> options = new HashMap<>();
  final Map<String, String> methods = new LinkedHashMap<>();

  RandomMasks(Random random, RandomTable table) {
    Map<String, List<String>> columns = new HashMap<>();
    for (int i = 0; i < table.columns(); i++) {
      if (random.nextInt(3) != 0) {
        String method = method(random, table.kind(i));
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
    options.put("key.secret", TestKey.BASE64);
    options.put("key.id", "k1");
    options.put("partial.keep.last", "2");
    options.put("bucket.size", "100");
    options.put("date.to", random.nextBoolean() ? "month" : "year");
    options.put("hmac.encoding", random.nextBoolean() ? "hex" : "base64");
    if (random.nextInt(3) == 0) {
      options.put("scope", "s1");
    }
  }

  private static String method(Random random, String kind) {
    List<String> fitting = new ArrayList<>(List.of("null", "redact", "hmac", "drop"));
    if (kind.equals("text")) {
      fitting.addAll(List.of("partial", "format"));
    }
    if (DATES.contains(kind)) {
      fitting.add("date");
    }
    if (NUMBERS.contains(kind)) {
      fitting.add("bucket");
    }
    return fitting.get(random.nextInt(fitting.size()));
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
