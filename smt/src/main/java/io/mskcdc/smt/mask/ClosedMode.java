package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.PrefixedOptions;
import io.mskcdc.smt.mask.method.MaskMethod;
import io.mskcdc.smt.mask.method.MaskMethods;
import io.mskcdc.smt.mask.method.MaskingKey;
import io.mskcdc.smt.mask.method.MethodDefinition;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/**
 * How columns and tables are treated that no masking rule names.
 *
 * @param clear the columns that may leave in clear
 * @param unlisted how all other columns are treated: {@link #PASS}, {@link #FAIL} or a method's
 *     name
 * @param method that method, or null
 * @param keyMethod the method for columns of keys that are not listed, or null
 * @param unlistedTables how tables without listed columns are treated: {@link #WITHHOLD}, {@link
 *     #FAIL} or {@link #COLUMNS}
 */
record ClosedMode(
    List<ColumnPattern> clear,
    String unlisted,
    MaskMethod method,
    MaskMethod keyMethod,
    String unlistedTables) {

  private static final String CLEAR_COLUMNS = "clear.columns";
  private static final String UNLISTED = "unlisted";
  private static final String UNLISTED_TABLES = "unlisted.tables";
  private static final String KEY_METHOD = "hmac";

  static final String PASS = "pass";
  static final String FAIL = "fail";
  static final String WITHHOLD = "withhold";
  static final String COLUMNS = "columns";

  static void define(ConfigDef def) {
    def.define(
            CLEAR_COLUMNS,
            Type.LIST,
            "",
            ColumnPattern::requireAll,
            Importance.HIGH,
            "Columns that pass in clear. Needs unlisted, which treats all other columns. If a"
                + " masking rule matches such a column too, the column is masked.")
        .define(
            UNLISTED,
            Type.STRING,
            PASS,
            ValidString.in(unlistedValues()),
            Importance.HIGH,
            "How a column is treated that no rule names, in any table. pass: in clear. fail: the"
                + " task stops. The name of a method: the column is masked with it. In a key, the"
                + " column is masked with hmac, or the task stops if key.secret is not set.")
        .define(
            UNLISTED_TABLES,
            Type.STRING,
            WITHHOLD,
            ValidString.in(WITHHOLD, FAIL, COLUMNS),
            Importance.MEDIUM,
            "How a table is treated that no rule names, unless unlisted is pass. withhold: its"
                + " records are dropped. fail: the task stops. columns: each column is treated by"
                + " unlisted.");
  }

  private static String[] unlistedValues() {
    return Stream.concat(
            Stream.of(PASS, FAIL), MaskMethods.ALL.stream().map(MethodDefinition::name))
        .toArray(String[]::new);
  }

  /**
   * @param rules the masking rules
   * @throws ConfigException if an option contradicts another one, or needs one that is missing
   */
  static ClosedMode from(PrefixedOptions options, List<ColumnRules.Rule> rules) {
    List<ColumnPattern> clear = ColumnPattern.parseAll(options, CLEAR_COLUMNS);
    refuseMasked(options, clear, rules);
    // While Connect validates a configuration, an invalid option is missing.
    String unlisted = options.has(UNLISTED) ? options.text(UNLISTED) : FAIL;
    String tables = options.has(UNLISTED_TABLES) ? options.text(UNLISTED_TABLES) : WITHHOLD;
    if (unlisted.equals(PASS)) {
      refuseWithoutEffect(options, !clear.isEmpty(), CLEAR_COLUMNS);
      refuseWithoutEffect(options, !tables.equals(WITHHOLD), UNLISTED_TABLES);
      return new ClosedMode(clear, unlisted, null, null, tables);
    }
    boolean hasKey = options.get(MaskingKey.KEY) != null && !options.isBlank(MaskingKey.KEY_ID);
    return new ClosedMode(
        clear,
        unlisted,
        unlisted.equals(FAIL) ? null : method(unlisted, options, rules),
        hasKey && !unlisted.equals(FAIL) ? method(KEY_METHOD, options, rules) : null,
        tables);
  }

  private static void refuseMasked(
      PrefixedOptions options, List<ColumnPattern> clear, List<ColumnRules.Rule> rules) {
    for (ColumnRules.Rule rule : rules) {
      for (ColumnPattern pattern : rule.patterns()) {
        if (clear.contains(pattern)) {
          throw new ConfigException(
              "%s is in %s and in %s; leave it in one"
                  .formatted(
                      pattern,
                      options.fullName(CLEAR_COLUMNS),
                      options.fullName(MethodDefinition.columnsOption(rule.method().name()))));
        }
      }
    }
  }

  private static void refuseWithoutEffect(PrefixedOptions options, boolean set, String option) {
    if (set) {
      throw new ConfigException(
          "%s has no effect, because %s is pass; set it to drop, fail or a method"
              .formatted(options.fullName(option), options.fullName(UNLISTED)));
    }
  }

  /** Returns the method of a rule if there is one, so that tables share their plans. */
  private static MaskMethod method(
      String name, PrefixedOptions options, List<ColumnRules.Rule> rules) {
    for (ColumnRules.Rule rule : rules) {
      if (rule.method().name().equals(name)) {
        return rule.method();
      }
    }
    for (MethodDefinition method : MaskMethods.ALL) {
      if (method.name().equals(name)) {
        return create(method, options);
      }
    }
    throw new IllegalArgumentException("No method " + name);
  }

  private static MaskMethod create(MethodDefinition method, PrefixedOptions options) {
    try {
      return method.factory().apply(options);
    } catch (ConfigException e) {
      throw new ConfigException(
          "%s is %s: %s".formatted(options.fullName(UNLISTED), method.name(), e.getMessage()));
    }
  }

  /** Whether columns are masked that no rule names. */
  boolean isOn() {
    return !unlisted.equals(PASS);
  }
}
