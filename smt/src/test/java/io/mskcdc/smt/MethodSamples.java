package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.connect.PrefixedOptions;
import io.mskcdc.smt.mask.method.MaskMethod;
import io.mskcdc.smt.mask.method.MethodDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Options with which each masking method works, derived from the method's definition. */
final class MethodSamples {

  private static final List<String> VALUES = List.of("true", "2", "100", "100000", "sample");

  private MethodSamples() {}

  /** The key, and a value for each option that the method needs. */
  static Map<String, String> options(MethodDefinition method) {
    Map<String, String> options = new HashMap<>();
    options.put("key.secret", TestKey.BASE64);
    options.put("key.id", "k1");
    try {
      create(method, options);
    } catch (ConfigException e) {
      method.options().configKeys().values().forEach(key -> options.put(key.name, sample(key)));
    }
    return options;
  }

  static MaskMethod create(MethodDefinition method) {
    MaskMethod made = create(method, options(method));
    assertThat(made.name()).isEqualTo(method.name());
    return made;
  }

  private static MaskMethod create(MethodDefinition method, Map<String, String> options) {
    return method.factory().apply(PrefixedOptions.of(Mask.CONFIG_DEF.parse(options)));
  }

  /** The first valid value of an option. */
  static String sample(ConfigDef.ConfigKey key) {
    return VALUES.stream()
        .filter(
            value ->
                new ConfigDef()
                    .define(key).validate(Map.of(key.name, value)).stream()
                        .allMatch(result -> result.errorMessages().isEmpty()))
        .findFirst()
        .orElseGet(() -> String.valueOf(key.defaultValue));
  }
}
