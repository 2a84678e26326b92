package io.mskcdc.plan;

import static io.mskcdc.catalog.MaskTransform.CLEAR;
import static io.mskcdc.catalog.MaskTransform.HELPER_TABLES;
import static io.mskcdc.catalog.MaskTransform.UNLISTED;
import static io.mskcdc.catalog.MaskTransform.UNLISTED_TABLES;
import static io.mskcdc.plan.DangerCode.COLUMN_CLEARED;
import static io.mskcdc.plan.DangerCode.COLUMN_LEAVES;
import static io.mskcdc.plan.DangerCode.MASK_OPENED;
import static io.mskcdc.plan.DangerCode.TABLE_LEAVES;

import io.mskcdc.catalog.MaskTransform;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds what a change lets out of a closed mask, or drops with it. */
final class ClosedMasks {
  private static final String DROP = "drop";

  private ClosedMasks() {}

  static void addDangers(
      Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    List<MaskTransform> before = MaskTransform.of(live);
    List<MaskTransform> after = MaskTransform.of(wanted);
    addDropped(before, after, dangers);
    // Without a closed mask, what no rule names left in clear before.
    if (before.stream().anyMatch(MaskTransform::isClosed)) {
      if (after.stream().noneMatch(MaskTransform::isClosed)) {
        dangers.add(opened(before, UNLISTED, "columns that no rule names leave in clear"));
        return;
      }
      if (isNew(before, after, one -> has(one, UNLISTED_TABLES, "columns"))) {
        dangers.add(
            opened(
                after,
                UNLISTED_TABLES,
                "tables that no rule names are no longer withheld: their columns leave as"
                    + " mask.unlisted says"));
      }
      addCleared(before, after, dangers);
    }
    if (isNew(before, after, one -> has(one, HELPER_TABLES, "false"))) {
      dangers.add(
          opened(
              after,
              HELPER_TABLES,
              "the rules of a table no longer apply to its copies in online schema changes"));
    }
  }

  /** Returns whether a column that no list of masked columns names stays hidden nevertheless. */
  static boolean hides(String column, Map<String, String> config) {
    return MaskTransform.of(config).stream()
        .anyMatch(
            mask ->
                mask.isClosed()
                    && !mask.conditional()
                    && mask.patterns(CLEAR).stream()
                        .noneMatch(pattern -> pattern.equals(column) || pattern.contains("*")));
  }

  /** Finds columns that leave the records because a mask drops what no rule names. */
  private static void addDropped(
      List<MaskTransform> before, List<MaskTransform> after, List<Danger> dangers) {
    if (isNew(before, after, one -> has(one, UNLISTED, DROP))) {
      dangers.add(
          new Danger(
              COLUMN_LEAVES,
              key(after, UNLISTED),
              "columns that no rule names are in no record any more"));
    } else if (after.stream().anyMatch(one -> has(one, UNLISTED, DROP))) {
      Map<String, String> named = named(before);
      Set<String> kept = named(after).keySet();
      named.keySet().removeIf(column -> kept.stream().anyMatch(pattern -> covers(pattern, column)));
      named.values().stream()
          .findFirst()
          .ifPresent(
              key ->
                  dangers.add(
                      new Danger(
                          COLUMN_LEAVES,
                          key,
                          ("no rule names %s any more, so records leave without %s; a table none of"
                                  + " whose columns a rule names leaves no records at all")
                              .formatted(
                                  String.join(", ", named.keySet()),
                                  named.size() == 1 ? "it" : "them"))));
    }
    if (isNew(after, before, one -> has(one, UNLISTED_TABLES, "columns"))
        && after.stream().anyMatch(MaskTransform::isClosed)) {
      dangers.add(
          new Danger(
              TABLE_LEAVES,
              key(before, UNLISTED_TABLES),
              "records of tables that no rule names are withheld"));
    }
  }

  /** Returns every pattern of the masks' lists, with the full key of its list. */
  private static Map<String, String> named(List<MaskTransform> transforms) {
    Map<String, String> named = new LinkedHashMap<>();
    for (MaskTransform transform : transforms) {
      Stream.concat(Stream.of(CLEAR), transform.maskedLists().stream())
          .forEach(
              list ->
                  transform
                      .patterns(list)
                      .forEach(pattern -> named.putIfAbsent(pattern, transform.prefix() + list)));
    }
    return named;
  }

  private static boolean covers(String pattern, String column) {
    return pattern.equals(column)
        || pattern.contains("*")
            && column.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
  }

  private static boolean has(MaskTransform transform, String option, String value) {
    return transform.options().getOrDefault(option, "").strip().equals(value);
  }

  private static boolean isNew(
      List<MaskTransform> before, List<MaskTransform> after, Predicate<MaskTransform> condition) {
    return after.stream().anyMatch(condition) && before.stream().noneMatch(condition);
  }

  private static Danger opened(List<MaskTransform> transforms, String option, String cost) {
    return new Danger(MASK_OPENED, key(transforms, option), cost);
  }

  private static void addCleared(
      List<MaskTransform> before, List<MaskTransform> after, List<Danger> dangers) {
    Set<String> cleared = patterns(after);
    cleared.removeAll(patterns(before));
    if (!cleared.isEmpty()) {
      dangers.add(
          new Danger(
              COLUMN_CLEARED,
              key(after, CLEAR),
              "clear values of "
                  + String.join(", ", cleared)
                  + " reach the topics, and consumers may keep them"));
    }
  }

  private static Set<String> patterns(List<MaskTransform> transforms) {
    Set<String> patterns = new LinkedHashSet<>();
    transforms.forEach(transform -> patterns.addAll(transform.patterns(CLEAR)));
    return patterns;
  }

  private static String key(List<MaskTransform> transforms, String option) {
    return transforms.stream()
        .filter(transform -> transform.options().containsKey(option))
        .map(transform -> transform.prefix() + option)
        .findFirst()
        .orElse(option);
  }
}
