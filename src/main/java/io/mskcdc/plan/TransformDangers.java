package io.mskcdc.plan;

import static io.mskcdc.plan.DangerCode.EVENTS_DROPPED;
import static io.mskcdc.plan.DangerCode.FORMAT_CHANGED;
import static io.mskcdc.plan.DangerCode.KEYS_CHANGED;
import static io.mskcdc.plan.DangerCode.MASK_KEY_CHANGED;
import static io.mskcdc.plan.DangerCode.TOPICS_MOVED;
import static io.mskcdc.plan.DangerCode.TRANSFORM_ADDED;
import static io.mskcdc.plan.DangerCode.TRANSFORM_REMOVED;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.MaskTransform;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The dangers that follow from the transforms and their options. */
final class TransformDangers {
  private static final String TRANSFORMS = "transforms";
  private static final String TOMBSTONES = "delete.tombstone.handling.mode";

  /** The types of transforms that choose the topic, of this project, of Kafka and of Debezium. */
  private static final Set<String> ROUTERS =
      Set.of(
          "io.mskcdc.smt.Route",
          "org.apache.kafka.connect.transforms.RegexRouter",
          "org.apache.kafka.connect.transforms.TimestampRouter",
          "io.debezium.transforms.ByLogicalTableRouter",
          "io.debezium.transforms.ContentBasedRouter",
          "io.debezium.transforms.partitions.PartitionRouting",
          "io.debezium.transforms.outbox.EventRouter");

  /** The only mode in which consumers get both the deleted row and its tombstone. */
  private static final String KEEPS_DELETES = "rewrite-with-tombstone";

  /** Options of unwrapping with which rows have other fields, values or headers. */
  private static final List<String> FORMATS =
      List.of(
          "add.fields",
          "add.fields.prefix",
          "add.headers",
          "add.headers.prefix",
          "replace.null.with.default");

  private static final String OURS = "io.mskcdc.smt.";
  private static final String DMS = OURS + "DmsToEnvelope";

  /** Options of Connect, which every transform has. */
  private static final Set<String> OF_CONNECT = Set.of("type", "predicate", "negate");

  private static final Set<String> UNWRAPS =
      Set.of(
          MaskTransform.ONE_PASS,
          "io.mskcdc.smt.Unwrap",
          "io.debezium.transforms.ExtractNewRecordState");

  private static final Set<String> FILTERS =
      Set.of("org.apache.kafka.connect.transforms.Filter", "io.debezium.transforms.Filter");

  private static final String LEFT_OUT =
      "records that the predicate leaves out are no longer changed; they may be in clear";

  private TransformDangers() {}

  static void add(Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    removed(wanted, live, dangers);
    order(wanted, live, dangers);
    List<String> before = CommaList.of(live.get(TRANSFORMS));
    for (String alias : CommaList.of(wanted.get(TRANSFORMS))) {
      of(TRANSFORMS + "." + alias + ".", !before.contains(alias), wanted, live, dangers);
    }
    maskKeys(wanted, live, dangers);
  }

  private static void of(
      String prefix,
      boolean added,
      Map<String, String> wanted,
      Map<String, String> live,
      List<Danger> dangers) {
    String type = wanted.getOrDefault(prefix + "type", "");
    Set<String> changed = changed(prefix, added, wanted, live);
    if (!added && changed.contains("type")) {
      dangers.add(danger(FORMAT_CHANGED, prefix + "type"));
    }
    if (!added && (changed.contains("predicate") || changed.contains("negate"))) {
      dangers.add(
          danger(
              TRANSFORM_REMOVED,
              prefix + (changed.contains("predicate") ? "predicate" : "negate")));
    }
    String predicate = wanted.get(prefix + "predicate");
    if (!added && predicate != null && !changed.contains("predicate")) {
      String definition = "predicates." + predicate.strip() + ".";
      changed(definition, false, wanted, live).stream()
          .findFirst()
          .ifPresent(option -> dangers.add(danger(TRANSFORM_REMOVED, definition + option)));
    }
    String routes = type.equals(MaskTransform.ONE_PASS) ? "route." : "";
    if (ROUTERS.contains(type) || type.equals(MaskTransform.ONE_PASS)) {
      changed.stream()
          .filter(option -> option.startsWith(routes))
          .findFirst()
          .ifPresent(option -> dangers.add(danger(TOPICS_MOVED, prefix + option)));
    }
    unwrap(prefix, type, added, changed, wanted, dangers);
    if (FILTERS.contains(type) && !changed.isEmpty()) {
      dangers.add(danger(EVENTS_DROPPED, prefix + "type"));
    }
    changed.stream()
        .filter(option -> option.endsWith(TOMBSTONES))
        .filter(
            option ->
                "drop".equals(wanted.get(prefix + option))
                    || !added && !KEEPS_DELETES.equals(wanted.get(prefix + option)))
        .forEach(option -> dangers.add(danger(EVENTS_DROPPED, prefix + option)));
    if (type.equals(MaskTransform.ONE_PASS) && !added && changed.contains("values.canonical")) {
      dangers.add(danger(FORMAT_CHANGED, prefix + "values.canonical"));
    }
    if (type.equals(DMS) && !added && changed.contains("key.columns")) {
      dangers.add(danger(KEYS_CHANGED, prefix + "key.columns"));
    }
    unknown(prefix, type, added, changed, dangers);
  }

  /**
   * What a transform does that is not of this project is not known in general. Each option of
   * DmsToEnvelope changes what records become.
   */
  private static void unknown(
      String prefix, String type, boolean added, Set<String> changed, List<Danger> dangers) {
    changed.removeAll(OF_CONNECT);
    if (dangers.stream().anyMatch(danger -> danger.key().startsWith(prefix))) {
      return;
    }
    if (added && !type.equals(OURS + "Mask")) {
      dangers.add(
          new Danger(
              TRANSFORM_ADDED,
              prefix + "type",
              "every record passes it from now on: it can change keys, values and topics, or drop"
                  + " records"));
    } else if (!added && (!type.startsWith(OURS) || type.equals(DMS))) {
      changed.stream()
          .findFirst()
          .ifPresent(option -> dangers.add(danger(FORMAT_CHANGED, prefix + option)));
    }
  }

  /** Unwrapping can route by a field, drop columns of the key, and add fields. */
  private static void unwrap(
      String prefix,
      String type,
      boolean added,
      Set<String> changed,
      Map<String, String> wanted,
      List<Danger> dangers) {
    String options = type.equals(MaskTransform.ONE_PASS) ? "unwrap." : "";
    if (!UNWRAPS.contains(type)) {
      return;
    }
    if (changed.contains(options + "route.by.field")) {
      dangers.add(danger(TOPICS_MOVED, prefix + options + "route.by.field"));
    }
    if (changed.contains(options + "drop.fields.from.key")
        && "true".equals(wanted.get(prefix + options + "drop.fields.from.key"))) {
      dangers.add(danger(KEYS_CHANGED, prefix + options + "drop.fields.from.key"));
    }
    FORMATS.stream()
        .map(option -> options + option)
        .filter(option -> changed.contains(option) && !added)
        .forEach(option -> dangers.add(danger(FORMAT_CHANGED, prefix + option)));
  }

  /** The options whose values differ, without the prefix; those of a new transform all differ. */
  private static Set<String> changed(
      String prefix, boolean added, Map<String, String> wanted, Map<String, String> live) {
    Set<String> keys = new TreeSet<>(wanted.keySet());
    keys.addAll(live.keySet());
    Set<String> changed = new TreeSet<>();
    for (String key : keys) {
      if (key.startsWith(prefix)
          && (added ? wanted.containsKey(key) : !Objects.equals(wanted.get(key), live.get(key)))) {
        changed.add(key.substring(prefix.length()));
      }
    }
    return changed;
  }

  /** With another key, hmac gives other values, which the key's id should show to consumers. */
  private static void maskKeys(
      Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    for (MaskTransform mask : MaskTransform.of(wanted)) {
      String secret = mask.prefix() + "key.secret";
      String id = mask.prefix() + "key.id";
      if (live.containsKey(secret)
          && !live.get(secret).equals(wanted.get(secret))
          && Objects.equals(live.get(id), wanted.get(id))) {
        dangers.add(
            new Danger(
                MASK_KEY_CHANGED,
                secret,
                "values masked with hmac, keys included, differ from those written so far, and"
                    + " key.id does not tell them apart; joins and compaction break"));
      }
    }
  }

  private static void removed(
      Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    Set<String> removed = new LinkedHashSet<>(CommaList.of(live.get(TRANSFORMS)));
    removed.removeAll(CommaList.of(wanted.get(TRANSFORMS)));
    if (!removed.isEmpty()) {
      dangers.add(
          new Danger(
              TRANSFORM_REMOVED,
              TRANSFORMS,
              "records are no longer changed by "
                  + String.join(", ", removed)
                  + "; consumers see another format"));
    }
  }

  /** A mask behind a router may not find its table any more. */
  private static void order(
      Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    List<String> before = new ArrayList<>(CommaList.of(live.get(TRANSFORMS)));
    List<String> now = new ArrayList<>(CommaList.of(wanted.get(TRANSFORMS)));
    before.retainAll(now);
    now.retainAll(before);
    if (!before.equals(now)) {
      dangers.add(danger(FORMAT_CHANGED, TRANSFORMS));
    }
  }

  private static Danger danger(DangerCode code, String key) {
    return new Danger(code, key, code == TRANSFORM_REMOVED ? LEFT_OUT : OptionDangers.cost(code));
  }
}
