package io.mskcdc.smt.route;

import io.mskcdc.smt.connect.OptionsCheck;
import io.mskcdc.smt.connect.PrefixedOptions;
import io.mskcdc.smt.connect.Regex;
import io.mskcdc.smt.connect.SchemaNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** The options of Route. */
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

  /** The same options for UnwrapMaskRoute, which runs without Route if none of them is set. */
  public static final ConfigDef OPTIONAL_DEF = define(false);

  private final AbstractConfig config;

  /**
   * @throws ConfigException if an option is unknown or wrong, or needs another one that is missing
   */
  public RouteConfig(Map<String, ?> props) {
    OptionsCheck.refuseUnknown("Route", DEF, props);
    config = new AbstractConfig(DEF, OptionsCheck.given(DEF, props), false);
    check(PrefixedOptions.of(config.values()), true);
  }

  private static ConfigDef define(boolean required) {
    ConfigDef def = new ConfigDef();
    new OptionsCheck(options -> check(options, required))
        .define(
            def,
            REGEX,
            Type.STRING,
            null,
            RouteConfig::requireRegex,
            Importance.HIGH,
            "A regular expression that the whole topic must match. With replacement, it is a simple"
                + " alternative to rules.");
    return def.define(
            REPLACEMENT,
            Type.STRING,
            null,
            Importance.HIGH,
            "The new topic of records whose topic matches regex, with $1 or ${name} for its groups.")
        .define(
            RULES,
            Type.LIST,
            "",
            RouteConfig::requireRuleSyntax,
            Importance.HIGH,
            "A list of rules; the first rule that matches applies. For rows: topic:regex -> target,"
                + " table:database.table -> target with * as wildcard, or keyless -> target for rows"
                + " without a key, as those of a table without a primary key. For Debezium's other"
                + " records, to which no other rule applies: heartbeat -> target, schema-change ->"
                + " target, transaction -> target, notification -> target. A target may contain"
                + " ${prefix}, ${database}, ${table}, ${topic}, ${field:name}, ${header:name} and,"
                + " after a regex, $1 or ${group}.")
        .define(
            MAP,
            Type.LIST,
            "",
            RouteConfig::requireEntrySyntax,
            Importance.HIGH,
            "The topics of tables, each as database.table=topic. The map is tried before regex and"
                + " rules.")
        .define(
            UNMATCHED,
            Type.STRING,
            "keep",
            ValidString.in("keep", FAIL),
            Importance.MEDIUM,
            "How a row that no rule matches is handled. Applies also to a tombstone whose rule reads"
                + " the row, if the row is not one of the last 10,000. keep: the record keeps its"
                + " topic. fail: the task stops.")
        .define(
            KEY_FIELD_NAME,
            Type.STRING,
            "",
            Importance.LOW,
            "The name of a field to add to the keys of routed records. Its value identifies the"
                + " table, so that keys of tables with one topic do not collide. Empty adds no"
                + " field.")
        .define(
            KEY_FIELD_REGEX,
            Type.STRING,
            null,
            RouteConfig::requireRegex,
            Importance.LOW,
            "A regular expression for the record's original topic. If it matches, the value of the"
                + " key's field is key.field.replacement, otherwise the original topic. Empty means"
                + " the original topic always.")
        .define(
            KEY_FIELD_REPLACEMENT,
            Type.STRING,
            null,
            Importance.LOW,
            "The value of the key's field, with $1 or ${name} for the groups of key.field.regex. It"
                + " must not be empty.")
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
            "How the names of rename.schemas are adjusted for Avro. none: not at all. avro: characters"
                + " that Avro does not allow become _. avro_unicode: they become _u and four"
                + " hexadecimal digits.");
  }

  /** The rules in the order in which they are tried. */
  public List<RouteRule> rules() {
    List<RouteRule> rules = new ArrayList<>();
    rules.addAll(entries(MAP, config.getList(MAP)));
    config.getList(RULES).forEach(rule -> rules.add(RouteRule.parse(RULES, rule)));
    String regex = config.getString(REGEX);
    if (!isUnset(regex)) {
      rules.add(RouteRule.ofRegex(REGEX, regex, REPLACEMENT, config.getString(REPLACEMENT)));
    }
    return List.copyOf(rules);
  }

  /** Whether a row that no rule matches is an error. */
  public boolean failsUnmatched() {
    return config.getString(UNMATCHED).equals(FAIL);
  }

  /** The changes to keys and schemas of tables with one topic. */
  public LogicalTable logicalTable() {
    String field = config.getString(KEY_FIELD_NAME);
    String regex = config.getString(KEY_FIELD_REGEX);
    return new LogicalTable(
        field.isEmpty() ? null : field,
        isUnset(regex) ? null : Regex.compile(KEY_FIELD_REGEX, regex, regex, 0),
        config.getString(KEY_FIELD_REPLACEMENT),
        config.getBoolean(RENAME_SCHEMAS),
        SchemaNames.valueOf(config.getString(NAME_ADJUSTMENT).toUpperCase(Locale.ROOT)));
  }

  /**
   * @param required whether there must be a rule even if no option is set
   */
  private static void check(PrefixedOptions options, boolean required) {
    boolean regex = !isUnset(options.text(REGEX));
    boolean rules = !options.list(RULES).isEmpty();
    boolean map = !options.list(MAP).isEmpty();
    if (regex && rules) {
      throw new ConfigException(
          "Set %1$s%2$s or %1$s%3$s, not both".formatted(options.prefix(), REGEX, RULES));
    }
    requireBoth(options, REGEX, REPLACEMENT);
    boolean used = required || options.anySet(DEF);
    if (used && !regex && !rules && !map) {
      throw new ConfigException(
          "Route needs %1$s%2$s and %1$s%3$s, or %1$s%4$s, or %1$s%5$s"
              .formatted(options.prefix(), REGEX, REPLACEMENT, RULES, MAP));
    }
    requireBoth(options, KEY_FIELD_REGEX, KEY_FIELD_REPLACEMENT);
  }

  private static void requireBoth(
      PrefixedOptions options, String regexOption, String replacementOption) {
    String regex = options.text(regexOption);
    String replacement = options.text(replacementOption);
    if (isUnset(regex) != isUnset(replacement)) {
      throw new ConfigException(
          "Set both %1$s%2$s and %1$s%3$s, or neither; an empty text counts as not set"
              .formatted(options.prefix(), regexOption, replacementOption));
    }
    if (!isUnset(regex)) {
      RouteRule.ofRegex(
          options.fullName(regexOption), regex, options.fullName(replacementOption), replacement);
    }
  }

  private static void requireRegex(String option, Object value) {
    if (value instanceof String regex) {
      Regex.compile(option, regex, regex, 0);
    }
  }

  private static boolean isUnset(String text) {
    return text == null || text.isEmpty();
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
        throw new ConfigException(option, entry, "is the second entry for its table");
      }
    }
    return rules;
  }
}
