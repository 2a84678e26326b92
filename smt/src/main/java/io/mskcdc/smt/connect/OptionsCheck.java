package io.mskcdc.smt.connect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/**
 * A check over several options that Connect runs when it validates a configuration.
 *
 * <p>A ConfigDef validator sees one option only. A recommender sees all of them, and Connect
 * reports a ConfigException from it as an error of the recommender's option. This recommender
 * checks the options and recommends nothing.
 *
 * @param prefix the beginning of the options' names in the definition, or an empty string
 * @param check throws a ConfigException if the options contradict each other
 */
public record OptionsCheck(String prefix, Consumer<PrefixedOptions> check)
    implements ConfigDef.Recommender {

  private static final Set<String> OPTIONS_OF_CONNECT =
      Set.of("type", "predicate", "negate", "plugin.version");

  public OptionsCheck(Consumer<PrefixedOptions> check) {
    this("", check);
  }

  /**
   * Connect ignores unknown options silently, so a misspelt option would count as unset.
   *
   * @throws ConfigException if an option is neither defined nor one that Connect adds to the
   *     options of every transform
   */
  public static void refuseUnknown(String transform, ConfigDef def, Map<String, ?> props) {
    for (String name : props.keySet()) {
      if (!def.names().contains(name) && !OPTIONS_OF_CONNECT.contains(name)) {
        throw new ConfigException(
            "%s has no option %s; it has %s"
                .formatted(transform, name, String.join(", ", def.names())));
      }
    }
  }

  /**
   * Returns the options to parse: all but those without a value.
   *
   * <p>ConfigDef removes blanks at both ends of a value, so a replacement or a prefix would
   * silently become another one. An empty value that means the same as none may be blank.
   *
   * @throws ConfigException if a text has blanks at an end, or if an element of a list is not a
   *     text
   */
  public static Map<String, Object> given(ConfigDef def, Map<String, ?> props) {
    Map<String, Object> given = new HashMap<>();
    props.forEach(
        (name, value) -> {
          ConfigDef.ConfigKey key = def.configKeys().get(name);
          if (value instanceof String text && key != null && losesBlanks(key, text)) {
            throw new ConfigException(
                name, "'" + text + "'", "must not begin or end with a blank, which would be lost");
          }
          if (value instanceof List<?> list
              && !list.stream().allMatch(each -> each instanceof String)) {
            throw new ConfigException(name, list, "must be a list of texts");
          }
          if (value != null) {
            given.put(name, value);
          }
        });
    return given;
  }

  private static boolean losesBlanks(ConfigDef.ConfigKey key, String text) {
    String trimmed = text.trim();
    boolean isUnset =
        trimmed.isEmpty() && (key.defaultValue == null || "".equals(key.defaultValue));
    return key.type == Type.STRING
        && !(key.validator instanceof ValidString)
        && !(key.validator instanceof CaseInsensitiveValidString)
        && !isUnset
        && !trimmed.equals(text);
  }

  OptionsCheck behind(String prefix) {
    return new OptionsCheck(prefix, check);
  }

  /**
   * Runs the check; there are no values to recommend.
   *
   * @param parsed the valid options of the whole definition
   */
  @Override
  public List<Object> validValues(String name, Map<String, Object> parsed) {
    check.accept(PrefixedOptions.behind(prefix, parsed));
    return List.of();
  }

  @Override
  public boolean visible(String name, Map<String, Object> parsed) {
    return true;
  }

  /** Defines the option at which Connect shows the errors of this check. */
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
