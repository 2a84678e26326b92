package io.mskcdc.smt;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * A check over several options that Connect already makes when a configuration is validated.
 *
 * <p>A validator sees one option. A recommender sees them all, and a ConfigException that it throws
 * becomes the option's error; this one recommends nothing.
 *
 * @param check throws a ConfigException if the options, by name, do not go together; one that is
 *     wrong in itself is missing
 */
record CrossCheck(Consumer<Map<String, Object>> check) implements ConfigDef.Recommender {

  @Override
  public List<Object> validValues(String name, Map<String, Object> parsed) {
    check.accept(parsed);
    return List.of();
  }

  @Override
  public boolean visible(String name, Map<String, Object> parsed) {
    return true;
  }

  /** Defines the option that the errors of this check are shown at. */
  ConfigDef define(
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
