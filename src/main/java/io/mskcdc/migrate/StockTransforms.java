package io.mskcdc.migrate;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.KnownOptions;
import io.mskcdc.catalog.MaskTransform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces the unwrapping and routing transforms of Debezium and Kafka by this project's, with the
 * same results. Other transforms stay, in their order.
 */
final class StockTransforms {
  private static final String UNWRAP = "io.debezium.transforms.ExtractNewRecordState";
  private static final String REGEX = "org.apache.kafka.connect.transforms.RegexRouter";
  private static final String LOGICAL = "io.debezium.transforms.ByLogicalTableRouter";
  private static final String ROUTE = "io.mskcdc.smt.Route";
  private static final String ALIAS = "cdc";
  private static final String LIST = "transforms";
  private static final String DELETES = "delete.tombstone.handling.mode";
  private static final Set<String> OF_EACH = Set.of("type", "predicate", "negate");

  private final Draft draft;
  private final boolean isFirst;
  private final boolean isIdentical;

  /** The names of the transforms, which become others. */
  private final List<String> aliases;

  /**
   * @param isFirst whether the configuration is one of Debezium 1
   */
  StockTransforms(Draft draft, boolean isFirst, boolean isIdentical) {
    this.draft = draft;
    this.isFirst = isFirst;
    this.isIdentical = isIdentical;
    aliases = new ArrayList<>(CommaList.of(draft.config().get(LIST)));
  }

  void replace() {
    for (int i = 0; i < aliases.size(); i++) {
      if (is(aliases.get(i), UNWRAP)) {
        deletes(aliases.get(i));
      }
    }
    for (int i = 0; i + 1 < aliases.size(); i++) {
      String first = aliases.get(i);
      String second = aliases.get(i + 1);
      if (isReplaceable(first) && isReplaceable(second) && isPair(first, second)) {
        boolean unwrapsFirst = is(first, UNWRAP);
        onePass(unwrapsFirst ? first : second, unwrapsFirst ? second : first);
        aliases.remove(unwrapsFirst ? second : first);
      }
    }
    for (String alias : List.copyOf(aliases)) {
      if (is(alias, UNWRAP) && !keepsDeletes(alias)) {
        unwrap(alias);
      } else if (is(alias, REGEX) || is(alias, LOGICAL)) {
        route(alias, "", alias);
        draft.put(
            prefix(alias) + "type", ROUTE, "it routes rows and tombstones to the same topics");
      }
    }
    draft.rewrite(LIST, LIST, String.join(",", aliases));
  }

  /**
   * Without an option, releases before 3 dropped deletes, and 3 writes a tombstone. A stock
   * tombstone is the text null in JSON, which only the stock transform writes.
   */
  private void deletes(String alias) {
    String mode = prefix(alias) + DELETES;
    if (!draft.has(mode)) {
      draft.put(mode, "drop", "it is what the old release did without the option");
    }
    if (draft.is(mode, "drop")) {
      draft.check(
          mode,
          "no delete reaches the consumers, as before; write rewrite-with-tombstone to send them");
    }
    if (keepsDeletes(alias)) {
      draft.check(
          prefix(alias) + "type",
          "it stays " + UNWRAP + ", which writes a delete as the text null in JSON, as before");
    } else if (isTombstone(alias)) {
      draft.output(mode, "a delete is a tombstone without a value, and not the text null, in JSON");
    }
  }

  /** Returns whether its deletes were the text null, which only Debezium's transform writes. */
  private boolean keepsDeletes(String alias) {
    return isIdentical && is(alias, UNWRAP) && isTombstone(alias);
  }

  private boolean isTombstone(String alias) {
    String mode = draft.get(prefix(alias) + DELETES);
    return mode.equals("delete-to-tombstone") || mode.equals("tombstone");
  }

  /** A route by a column has the last word, so it must come before the other route. */
  private boolean isPair(String first, String second) {
    boolean unwrapsFirst = is(first, UNWRAP);
    String unwrap = unwrapsFirst ? first : second;
    String route = unwrapsFirst ? second : first;
    return is(unwrap, UNWRAP)
        && !keepsDeletes(unwrap)
        && (is(route, REGEX) || is(route, LOGICAL) && !unwrapsFirst)
        && (unwrapsFirst || !draft.has(prefix(unwrap) + "route.by.field"));
  }

  private boolean isReplaceable(String alias) {
    return !draft.has(prefix(alias) + "predicate");
  }

  private void onePass(String unwrap, String route) {
    route(route, "route.", unwrap);
    draft.remove(prefix(route) + "type", MaskTransform.ONE_PASS + " routes in the same pass");
    unwrap(unwrap);
  }

  private void unwrap(String alias) {
    String to = aliases.contains(ALIAS) || draft.has(prefix(ALIAS) + "type") ? alias : ALIAS;
    Set<String> known = KnownOptions.of(MaskTransform.ONE_PASS).orElseThrow();
    options(alias)
        .forEach(
            (option, value) -> {
              String key = prefix(alias) + option;
              boolean isRoute = option.startsWith("route.") && !option.equals("route.by.field");
              if (OF_EACH.contains(option) || isRoute) {
                draft.rewrite(key, prefix(to) + option, value);
              } else if (known.contains("unwrap." + option)) {
                draft.rewrite(key, prefix(to) + "unwrap." + option, value);
              } else {
                draft.lose(key, "the transform has no such option");
              }
            });
    draft.put(
        prefix(to) + "type",
        MaskTransform.ONE_PASS,
        "it writes the same rows, and can mask them; it was " + UNWRAP);
    aliases.set(aliases.indexOf(alias), to);
  }

  /**
   * Writes the options of a routing transform as this project's.
   *
   * @param inner the prefix of the options in the transform that takes them
   * @param to the name of that transform
   */
  private void route(String alias, String inner, String to) {
    String at = prefix(to) + inner;
    boolean isLogical = is(alias, LOGICAL);
    String regex = draft.get(prefix(alias) + (isLogical ? "topic.regex" : "regex"));
    String replacement =
        draft.get(prefix(alias) + (isLogical ? "topic.replacement" : "replacement"));
    if (isLogical) {
      logical(alias, at);
      draft.rewrite(prefix(alias) + "topic.regex", at + "regex", regex);
      draft.rewrite(prefix(alias) + "topic.replacement", at + "replacement", replacement);
      draft.output(at + "regex", "heartbeats and schema changes keep their topic");
    } else {
      draft.rewrite(prefix(alias) + "regex", at + "regex", regex);
      draft.rewrite(prefix(alias) + "replacement", at + "replacement", replacement);
      others(at, regex, replacement);
    }
  }

  private void logical(String alias, String at) {
    String unique = prefix(alias) + "key.enforce.uniqueness";
    String field = prefix(alias) + "key.field.name";
    boolean isUnique = !draft.is(unique, "false");
    String name = draft.has(field) ? draft.get(field) : "__dbz__physicalTableIdentifier";
    String adjustment = prefix(alias) + "schema.name.adjustment.mode";
    if (draft.has(unique)) {
      draft.remove(unique, "key.field.name alone adds the field");
    }
    if (draft.has(field) && !isUnique) {
      draft.remove(field, "no field was added to the keys");
    } else if (isUnique) {
      draft.rewrite(field, at + "key.field.name", name);
      draft.put(at + "key.field.name", name, "the keys have this field, as before");
    }
    for (String option : List.of("key.field.regex", "key.field.replacement")) {
      if (draft.has(prefix(alias) + option)) {
        draft.rewrite(prefix(alias) + option, at + option, draft.get(prefix(alias) + option));
      }
    }
    if (draft.has(prefix(alias) + "logical.table.cache.size")) {
      draft.remove(prefix(alias) + "logical.table.cache.size", "no cache needs a size");
    }
    if (draft.has(adjustment)) {
      draft.rewrite(adjustment, at + "schema.name.adjustment.mode", draft.get(adjustment));
    } else if (isFirst) {
      draft.put(at + "schema.name.adjustment.mode", "avro", "it was the default before 2.0");
    }
    draft.put(at + "rename.schemas", "true", "the schemas are named after the topic, as before");
  }

  /**
   * RegexRouter also renames the topics of heartbeats, schema changes and transactions, and Route
   * does it by rules of their own.
   */
  private void others(String at, String regex, String replacement) {
    Map<String, String> rules = new LinkedHashMap<>();
    try {
      Pattern pattern = Pattern.compile(regex);
      serviceTopics()
          .forEach(
              (kind, topic) -> {
                Matcher matcher = pattern.matcher(topic);
                if (matcher.matches() && !matcher.replaceFirst(replacement).equals(topic)) {
                  rules.put(kind, matcher.replaceFirst(replacement));
                }
              });
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // The lint of the result reports the expression.
      return;
    }
    if (rules.isEmpty()) {
      return;
    }
    if (regex.contains(",") || regex.contains("->") || replacement.contains("${")) {
      draft.output(at + "regex", "these records keep their topic: " + rules.keySet());
      return;
    }
    StringBuilder list = new StringBuilder("topic:" + regex + " -> " + replacement);
    rules.forEach((kind, topic) -> list.append(",").append(kind).append(" -> ").append(topic));
    draft.rewrite(at + "regex", at + "rules", list.toString());
    draft.remove(at + "replacement", "the rules route heartbeats and schema changes too");
  }

  private Map<String, String> serviceTopics() {
    String name = draft.get("topic.prefix");
    Map<String, String> topics = new LinkedHashMap<>();
    if (!draft.is("include.schema.changes", "false")) {
      topics.put("schema-change", name);
    }
    if (!draft.get("heartbeat.interval.ms").replace("0", "").isEmpty()) {
      String prefix = draft.get("topic.heartbeat.prefix");
      topics.put("heartbeat", (prefix.isEmpty() ? "__debezium-heartbeat" : prefix) + "." + name);
    }
    if (draft.is("provide.transaction.metadata", "true")) {
      String suffix = draft.get("topic.transaction");
      topics.put("transaction", name + "." + (suffix.isEmpty() ? "transaction" : suffix));
    }
    return topics;
  }

  private Map<String, String> options(String alias) {
    Map<String, String> options = new LinkedHashMap<>();
    draft
        .config()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix(alias))) {
                options.put(key.substring(prefix(alias).length()), value);
              }
            });
    return options;
  }

  private boolean is(String alias, String type) {
    return draft.get(prefix(alias) + "type").equals(type);
  }

  private static String prefix(String alias) {
    return LIST + "." + alias + ".";
  }
}
