package io.mskcdc.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An active transform of this project that masks columns.
 *
 * @param prefix the prefix of its masking options, like {@code transforms.cdc.mask.}
 * @param options its masking options, without the prefix
 * @param conditional whether a predicate decides which records it sees
 */
public record MaskTransform(String prefix, Map<String, String> options, boolean conditional) {
  /** The option that lists what may leave in clear. */
  public static final String CLEAR = "clear.columns";

  /** The option that decides about columns that no rule names. */
  public static final String UNLISTED = "unlisted";

  /** The option that decides about tables that no rule names. */
  public static final String UNLISTED_TABLES = "unlisted.tables";

  /** The option that applies a table's rules to the helper tables of online schema changes. */
  public static final String HELPER_TABLES = "helper.tables";

  /** The value of {@link #UNLISTED} with which these columns leave in clear; the default. */
  public static final String PASS = "pass";

  /** The type of the transform that unwraps, masks and routes. */
  public static final String ONE_PASS = "io.mskcdc.smt.UnwrapMaskRoute";

  /** Kafka's transform, without its ending for keys or for values. */
  public static final String MASK_FIELD = "org.apache.kafka.connect.transforms.MaskField$";

  private static final String COLUMNS = ".columns";
  private static final String MASK = "io.mskcdc.smt.Mask";

  /** Returns the transforms in the order in which records pass them. */
  public static List<MaskTransform> of(Map<String, String> config) {
    List<MaskTransform> transforms = new ArrayList<>();
    for (String alias : CommaList.of(config.get("transforms"))) {
      String transform = "transforms." + alias + ".";
      String type = config.getOrDefault(transform + "type", "");
      if (type.equals(ONE_PASS) || type.equals(MASK)) {
        String prefix = type.equals(ONE_PASS) ? transform + "mask." : transform;
        transforms.add(
            new MaskTransform(
                prefix,
                options(config, transform, prefix),
                config.containsKey(transform + "predicate")));
      }
    }
    return transforms;
  }

  /**
   * Returns whether a configuration masks columns, by one of these transforms, by Debezium's own
   * options or by Kafka's transform.
   */
  public static boolean masks(Map<String, String> config) {
    return !of(config).isEmpty()
        || config.keySet().stream().anyMatch(key -> key.startsWith("column.mask."))
        || CommaList.of(config.get("transforms")).stream()
            .map(alias -> config.getOrDefault("transforms." + alias + ".type", ""))
            .anyMatch(type -> type.startsWith(MASK_FIELD));
  }

  private static Map<String, String> options(
      Map<String, String> config, String transform, String prefix) {
    Map<String, String> options = new LinkedHashMap<>();
    config.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            options.put(key.substring(prefix.length()), value);
          }
        });
    if (prefix.equals(transform)) {
      // Options of Connect, which every transform has.
      options.keySet().removeAll(List.of("type", "predicate", "negate"));
    }
    return options;
  }

  /** Returns whether columns that no rule names do not leave in clear. */
  public boolean isClosed() {
    return !options.getOrDefault(UNLISTED, PASS).strip().equals(PASS);
  }

  /** Returns the full key of its first option. */
  public String firstKey() {
    return prefix + options.keySet().stream().findFirst().orElse("");
  }

  /** Returns the options that list masked columns, without the prefix. */
  public List<String> maskedLists() {
    return options.keySet().stream()
        .filter(option -> option.endsWith(COLUMNS) && !option.equals(CLEAR))
        .sorted()
        .toList();
  }

  /** Returns the patterns in a list. */
  public List<String> patterns(String option) {
    return CommaList.of(options.get(option));
  }
}
