package io.mskcdc.smt.connect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The parsed options of one transform, by their names without the prefix that UnwrapMaskRoute puts
 * before them ({@code mask.}, for example).
 *
 * <p>While Connect validates a configuration, an option with an invalid value is missing.
 */
public final class PrefixedOptions {

  private final String prefix;
  private final Map<String, ?> values;

  private PrefixedOptions(String prefix, Map<String, ?> values) {
    this.prefix = prefix;
    this.values = values;
  }

  /** Options that have no prefix. */
  public static PrefixedOptions of(Map<String, ?> values) {
    return new PrefixedOptions("", values);
  }

  /** Selects the options whose names begin with a prefix. */
  static PrefixedOptions behind(String prefix, Map<String, ?> all) {
    Map<String, Object> values = new HashMap<>();
    all.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            values.put(name.substring(prefix.length()), value);
          }
        });
    return new PrefixedOptions(prefix, values);
  }

  /**
   * Defines a transform's options behind a prefix. {@code ConfigDef.embed} calls validators with
   * the name without the prefix; here they get the whole name, so that their errors show it.
   */
  public static void embed(ConfigDef def, String prefix, String group, ConfigDef options) {
    int order = 0;
    for (ConfigDef.ConfigKey key : options.configKeys().values()) {
      def.define(
          prefix + key.name,
          key.type,
          key.defaultValue,
          key.validator,
          key.importance,
          key.documentation,
          group,
          order++,
          key.width,
          key.displayName,
          List.of(),
          key.recommender instanceof OptionsCheck check ? check.behind(prefix) : key.recommender);
    }
  }

  /** The option's name as the configuration has it, for errors. */
  public String fullName(String option) {
    return prefix + option;
  }

  /** The prefix itself, for errors; empty if there is none. */
  public String prefix() {
    return prefix;
  }

  /** Whether the option has a valid value, which may be null. */
  public boolean has(String option) {
    return values.containsKey(option);
  }

  /** The option's value, or null. */
  public Object get(String option) {
    return values.get(option);
  }

  /** The value of an option of type STRING, or null. */
  public String text(String option) {
    return (String) values.get(option);
  }

  public boolean isBlank(String option) {
    String text = text(option);
    return text == null || text.isBlank();
  }

  /** The value of an option of type INT, or 0. */
  public int number(String option) {
    return values.get(option) instanceof Integer number ? number : 0;
  }

  /** The value of an option of type LIST, or an empty list. */
  public List<String> list(String option) {
    return values.get(option) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** Whether all options are valid and at least one has another value than its default. */
  public boolean anySet(ConfigDef def) {
    return values.keySet().containsAll(def.names())
        && values.entrySet().stream()
            .anyMatch(
                option ->
                    !Objects.equals(
                        option.getValue(), def.configKeys().get(option.getKey()).defaultValue));
  }
}
