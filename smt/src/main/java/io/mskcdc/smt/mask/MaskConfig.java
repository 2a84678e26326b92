package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.OptionsCheck;
import io.mskcdc.smt.connect.PrefixedOptions;
import io.mskcdc.smt.mask.method.MaskMethods;
import io.mskcdc.smt.mask.method.MaskingKey;
import io.mskcdc.smt.mask.method.MethodDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The options of Mask: those of the key, and those of each method in {@link MaskMethods}. */
public final class MaskConfig {

  public static final ConfigDef DEF = define(true);

  /** The same options for UnwrapMaskRoute, which runs without Mask if none of them is set. */
  public static final ConfigDef OPTIONAL_DEF = define(false);

  private static final String HELPER_TABLES = "helper.tables";

  private MaskConfig() {}

  private static ConfigDef define(boolean required) {
    ConfigDef def = new ConfigDef();
    new OptionsCheck(options -> check(options, required))
        .define(
            def,
            MaskingKey.KEY,
            Type.PASSWORD,
            null,
            MaskingKey::validate,
            Importance.HIGH,
            "The secret key of the methods hmac and format, in base64: 32 bytes or more after"
                + " decoding.");
    def.define(
            MaskingKey.KEY_ID,
            Type.STRING,
            null,
            Importance.HIGH,
            "The name of the secret key. It is written to the schema of each column that was"
                + " masked with the key. Required with key.secret.")
        .define(
            MaskingKey.SCOPE,
            Type.STRING,
            null,
            Importance.LOW,
            "Makes the results of hmac and format differ from those of other scopes. Without a"
                + " scope, a value has the same token wherever the key is the same, so that masked"
                + " columns can be joined.");
    ClosedMode.define(def);
    def.define(
        HELPER_TABLES,
        Type.BOOLEAN,
        true,
        Importance.LOW,
        "Whether the rules for a table also apply to the helper tables that tools for online schema"
            + " changes make from it, such as _customers_gho for customers.");
    for (MethodDefinition method : MaskMethods.ALL) {
      def.define(
          MethodDefinition.columnsOption(method.name()),
          Type.LIST,
          "",
          ColumnPattern::requireAll,
          Importance.HIGH,
          method.documentation());
      method.options().configKeys().values().forEach(def::define);
    }
    return def;
  }

  /**
   * @throws ConfigException if an option is unknown or wrong, or needs another one that is missing
   */
  public static MaskRules rules(Map<String, ?> props) {
    return new MaskRules(
        columnRules(props),
        PrefixedOptions.of(DEF.parse(OptionsCheck.given(DEF, props))).text(MaskingKey.KEY_ID));
  }

  static ColumnRules columnRules(Map<String, ?> props) {
    OptionsCheck.refuseUnknown("Mask", DEF, props);
    PrefixedOptions options = PrefixedOptions.of(DEF.parse(OptionsCheck.given(DEF, props)));
    check(options, true);
    List<ColumnRules.Rule> rules = rules(options);
    return new ColumnRules(
        rules, ClosedMode.from(options, rules), Boolean.TRUE.equals(options.get(HELPER_TABLES)));
  }

  /**
   * @param required whether there must be a rule even if no option is set
   */
  private static void check(PrefixedOptions options, boolean required) {
    if (options.get(MaskingKey.KEY) != null
        && options.has(MaskingKey.KEY_ID)
        && options.isBlank(MaskingKey.KEY_ID)) {
      throw new ConfigException(
          "%s needs %s"
              .formatted(options.fullName(MaskingKey.KEY), options.fullName(MaskingKey.KEY_ID)));
    }
    List<ColumnRules.Rule> rules = rules(options);
    ClosedMode closed = ClosedMode.from(options, rules);
    if (rules.isEmpty() && !closed.isOn() && (required || options.anySet(DEF))) {
      throw new ConfigException(
          "Mask has no columns: set one of "
              + MaskMethods.ALL.stream()
                  .map(method -> options.fullName(MethodDefinition.columnsOption(method.name())))
                  .collect(Collectors.joining(", ")));
    }
  }

  private static List<ColumnRules.Rule> rules(PrefixedOptions options) {
    List<ColumnRules.Rule> rules = new ArrayList<>();
    for (MethodDefinition method : MaskMethods.ALL) {
      String option = MethodDefinition.columnsOption(method.name());
      List<ColumnPattern> patterns = ColumnPattern.parseAll(options, option);
      if (!patterns.isEmpty()) {
        rules.add(new ColumnRules.Rule(method.factory().apply(options), patterns));
      }
    }
    refuseRepeated(options, rules);
    return List.copyOf(rules);
  }

  private static void refuseRepeated(PrefixedOptions options, List<ColumnRules.Rule> rules) {
    for (ColumnRules.Rule rule : rules) {
      for (ColumnRules.Rule other : rules) {
        for (ColumnPattern pattern : rule.patterns()) {
          if (rule != other && other.patterns().contains(pattern)) {
            throw new ConfigException(
                "%s is in %s and in %s; leave it in one"
                    .formatted(pattern, fullName(options, rule), fullName(options, other)));
          }
        }
      }
    }
  }

  private static String fullName(PrefixedOptions options, ColumnRules.Rule rule) {
    return options.fullName(MethodDefinition.columnsOption(rule.method().name()));
  }
}
