package io.mskcdc.plan;

import static io.mskcdc.catalog.MaskTransform.CLEAR;
import static io.mskcdc.catalog.MaskTransform.HELPER_TABLES;
import static io.mskcdc.catalog.MaskTransform.UNLISTED;
import static io.mskcdc.catalog.MaskTransform.UNLISTED_TABLES;
import static io.mskcdc.plan.DangerCode.COLUMN_CLEARED;
import static io.mskcdc.plan.DangerCode.MASK_OPENED;

import io.mskcdc.catalog.MaskTransform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Finds what a change lets out of a mask that drops whatever no rule names. */
final class ClosedMasks {
  private ClosedMasks() {}

  static void addDangers(
      Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    List<MaskTransform> before = MaskTransform.of(live);
    List<MaskTransform> after = MaskTransform.of(wanted);
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
