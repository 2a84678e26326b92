package io.mskcdc.smt.connect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/**
 * A check over several options that Connect already makes when a configuration is validated.
 *
 * <p>A validator sees one option. A recommender sees them all, and a ConfigException that it throws
 * becomes the option's error; this one recommends nothing.
 *
 * @param prefix what the options' names begin with where they are defined
 * @param check is given the prefix, for errors, and the options by their names without it, of which
 *     one that is wrong in itself is missing; throws a ConfigException if they do not go together
 */
public record OptionsCheck(String prefix, BiConsumer<String, Map<String, Object>> check)
    implements ConfigDef.Recommender {

  private static final Set<String> CONNECTS_OWN =
      Set.of("type", "predicate", "negate", "plugin.version");

  /**
   * Misspelt, an option is one that is not set, without a word.
   *
   * @throws ConfigException if an option is none of these, nor one that Connect hands to each
   *     transform besides
   */
  public static void refuseUnknown(String transform, ConfigDef def, Map<String, ?> props) {
    for (String name : props.keySet()) {
      if (!def.names().contains(name) && !CONNECTS_OWN.contains(name)) {
        throw new ConfigException(
            "%s has no option %s; it has %s"
                .formatted(transform, name, String.join(", ", def.names())));
      }
    }
  }

  /** Whether any option has another value than its default. */
  public static boolean anySet(ConfigDef def, Map<String, Object> options) {
    return options.entrySet().stream()
        .anyMatch(
            option ->
                !Objects.equals(
                    option.getValue(), def.configKeys().get(option.getKey()).defaultValue));
  }

  /**
   * Defines options behind a prefix. Unlike {@code ConfigDef.embed}, it lets validators know the
   * whole name, which then stands in their errors.
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
          key.recommender instanceof OptionsCheck cross
              ? new OptionsCheck(prefix, cross.check)
              : key.recommender);
    }
  }

  @Override
  public List<Object> validValues(String name, Map<String, Object> parsed) {
    Map<String, Object> options = new HashMap<>();
    parsed.forEach(
        (option, value) -> {
          if (option.startsWith(prefix)) {
            options.put(option.substring(prefix.length()), value);
          }
        });
    check.accept(prefix, options);
    return List.of();
  }

  @Override
  public boolean visible(String name, Map<String, Object> parsed) {
    return true;
  }

  /** Defines the option that the errors of this check are shown at. */
  public ConfigDef define(
      ConfigDef def,
      String name,
      Type type,
      Object defaultValue,
      Validator validator,
      Importance importance,
      String documentation) {
    return def.define(
        name,
        type,
        defaultValue,
        validator,
        importance,
        documentation,
        null,
        -1,
        Width.NONE,
        name,
        List.of(),
        this);
  }
}
