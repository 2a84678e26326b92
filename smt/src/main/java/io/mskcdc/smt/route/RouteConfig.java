package io.mskcdc.smt.route;

import io.mskcdc.smt.Route;
import io.mskcdc.smt.connect.OptionsCheck;
import io.mskcdc.smt.connect.SchemaNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** The options of {@link Route}. */
public final class RouteConfig {

  static final String REGEX = "regex";
  static final String REPLACEMENT = "replacement";
  static final String RULES = "rules";
  static final String MAP = "map";
  public static final String UNMATCHED = "unmatched";
  static final String KEY_FIELD_NAME = "key.field.name";
  static final String KEY_FIELD_REGEX = "key.field.regex";
  static final String KEY_FIELD_REPLACEMENT = "key.field.replacement";
  static final String RENAME_SCHEMAS = "rename.schemas";
  static final String NAME_ADJUSTMENT = "schema.name.adjustment.mode";

  private static final String FAIL = "fail";

  public static final ConfigDef DEF = define(true);

  /** The same options where there may be no rule at all. */
  public static final ConfigDef OPTIONAL_DEF = define(false);

  private RouteConfig() {}

  private static ConfigDef define(boolean required) {
    ConfigDef def = new ConfigDef();
    new OptionsCheck("", (prefix, options) -> check(prefix, options, required))
        .define(
            def,
            REGEX,
            Type.STRING,
            null,
            RouteConfig::requireRegex,
            Importance.HIGH,
            "A regular expression that the whole topic must match, where one rule is enough.");
    return def.define(
            REPLACEMENT,
            Type.STRING,
            null,
            Importance.HIGH,
            "The topic of records that regex matches, with $1 or ${name} for its groups.")
        .define(
            RULES,
            Type.LIST,
            "",
            RouteConfig::requireRuleSyntax,
            Importance.HIGH,
            "Rules, of which the first that matches decides: topic:regex -> target or"
                + " table:database.table -> target, where * stands for any characters. A target may"
                + " hold ${prefix}, ${database}, ${table}, ${topic}, ${field:name},"
                + " ${header:name}, and $1 or ${group} after a regex. heartbeat, schema-change,"
                + " transaction and notification -> target are for Debezium's own records, which"
                + " no other rule touches.")
        .define(
            MAP,
            Type.LIST,
            "",
            RouteConfig::requireEntrySyntax,
            Importance.HIGH,
            "Tables and their topics, database.table=topic; looked at before regex and rules.")
        .define(
            UNMATCHED,
            Type.STRING,
            "keep",
            ValidString.in("keep", FAIL),
            Importance.MEDIUM,
            "What becomes of a row that nothing matches, and of a tombstone whose rule reads the"
                + " row, if that row is not among the last 10,000 before it. keep: it keeps its"
                + " topic. fail: the task stops.")
        .define(
            KEY_FIELD_NAME,
            Type.STRING,
            "",
            Importance.LOW,
            "A field that is added to the key of what is routed and says which table it is from, so"
                + " that keys of tables that share a topic stay apart. Empty adds none.")
        .define(
            KEY_FIELD_REGEX,
            Type.STRING,
            null,
            RouteConfig::requireRegex,
            Importance.LOW,
            "A regular expression for the former topic; what it matches becomes"
                + " key.field.replacement in the key's field. Without it, the field is the topic.")
        .define(
            KEY_FIELD_REPLACEMENT,
            Type.STRING,
            null,
            Importance.LOW,
            "The value of the key's field, with $1 or ${name} for the groups of key.field.regex.")
        .define(
            RENAME_SCHEMAS,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether the schemas of key and value are named after the new topic.")
        .define(
            NAME_ADJUSTMENT,
            Type.STRING,
            "none",
            ValidString.in("none", "avro", "avro_unicode"),
            Importance.LOW,
            "How the names that rename.schemas gives are made fit for Avro. avro: what Avro refuses"
                + " becomes _. avro_unicode: it becomes _u and four hexadecimal digits.");
  }

  public static AbstractConfig parse(Map<String, ?> props) {
    OptionsCheck.refuseUnknown("Route", DEF, props);
    AbstractConfig config = new AbstractConfig(DEF, props, false);
    check("", new HashMap<>(config.values()), true);
    return config;
  }

  public static List<RouteRule> rules(AbstractConfig config) {
    List<RouteRule> rules = new ArrayList<>();
    rules.addAll(entries(MAP, config.getList(MAP)));
    config.getList(RULES).forEach(rule -> rules.add(RouteRule.parse(RULES, rule)));
    if (config.getString(REGEX) != null) {
      rules.add(
          RouteRule.ofRegex(
              REGEX, config.getString(REGEX), REPLACEMENT, config.getString(REPLACEMENT)));
    }
    return List.copyOf(rules);
  }

  public static boolean failsUnmatched(AbstractConfig config) {
    return config.getString(UNMATCHED).equals(FAIL);
  }

  public static LogicalTable mergedTables(AbstractConfig config) {
    String field = config.getString(KEY_FIELD_NAME);
    String regex = config.getString(KEY_FIELD_REGEX);
    return new LogicalTable(
        field.isBlank() ? null : field,
        regex == null ? null : Pattern.compile(regex),
        config.getString(KEY_FIELD_REPLACEMENT),
        config.getBoolean(RENAME_SCHEMAS),
        SchemaNames.valueOf(config.getString(NAME_ADJUSTMENT).toUpperCase(Locale.ROOT)));
  }

  /**
   * @param required whether there must be a rule even if no option is set
   */
  private static void check(String prefix, Map<String, Object> options, boolean required) {
    Object regex = options.get(REGEX);
    Object replacement = options.get(REPLACEMENT);
    boolean rules = options.get(RULES) instanceof List<?> list && !list.isEmpty();
    boolean map = options.get(MAP) instanceof List<?> list && !list.isEmpty();
    if (regex != null && rules) {
      throw new ConfigException(
          "Set %1$s%2$s or %1$s%3$s, not both".formatted(prefix, REGEX, RULES));
    }
    requireBoth(prefix, REGEX, REPLACEMENT, options);
    boolean used =
        required || options.keySet().containsAll(DEF.names()) && OptionsCheck.anySet(DEF, options);
    if (used && regex == null && !rules && !map) {
      throw new ConfigException(
          "Route needs %1$s%2$s and %1$s%3$s, or %1$s%4$s, or %1$s%5$s"
              .formatted(prefix, REGEX, REPLACEMENT, RULES, MAP));
    }
    requireBoth(prefix, KEY_FIELD_REGEX, KEY_FIELD_REPLACEMENT, options);
  }

  private static void requireBoth(
      String prefix, String regexOption, String replacementOption, Map<String, Object> options) {
    Object regex = options.get(regexOption);
    Object replacement = options.get(replacementOption);
    if ((regex == null) != (replacement == null)) {
      throw new ConfigException(
          "Set both %1$s%2$s and %1$s%3$s, or neither"
              .formatted(prefix, regexOption, replacementOption));
    }
    if (regex != null) {
      RouteRule.ofRegex(
          prefix + regexOption, (String) regex, prefix + replacementOption, (String) replacement);
    }
  }

  private static void requireRegex(String option, Object value) {
    if (value != null) {
      try {
        Pattern.compile((String) value);
      } catch (PatternSyntaxException e) {
        throw new ConfigException(option, value, "is no regular expression: " + e.getDescription());
      }
    }
  }

  private static void requireRuleSyntax(String option, Object value) {
    ((List<?>) value).forEach(rule -> RouteRule.parse(option, (String) rule));
  }

  private static void requireEntrySyntax(String option, Object value) {
    entries(option, (List<?>) value);
  }

  private static List<RouteRule> entries(String option, List<?> map) {
    List<RouteRule> rules = new ArrayList<>();
    Set<String> tables = new HashSet<>();
    for (Object each : map) {
      String entry = (String) each;
      rules.add(RouteRule.ofEntry(option, entry));
      String table = entry.substring(0, entry.indexOf('=')).trim();
      if (!tables.add(table.toLowerCase(Locale.ROOT))) {
        throw new ConfigException(option, entry, "is the second entry of its table");
      }
    }
    return rules;
  }
}
