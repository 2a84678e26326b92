package io.mskcdc.plan;

import static io.mskcdc.plan.DangerCode.MASK_KEY_CHANGED;
import static io.mskcdc.plan.DangerCode.MASK_WEAKENED;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.MaskTransform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Finds columns that stay masked, and of which more leaves than before. */
final class WeakerMasks {
  /**
   * How much of a value leaves, from none to the most; a list that is unknown here counts as none.
   */
  private static final List<Set<String>> METHODS =
      List.of(
          Set.of("drop", "null", "redact"),
          Set.of("hmac", "hash"),
          Set.of("format"),
          Set.of("bucket", "date"),
          Set.of("partial", "truncate"));

  private static final String HASH = "column.mask.hash.";

  /** Options that keep more of a value when their number grows or shrinks; the default is 0. */
  private static final Map<String, IntPredicate> NUMBERS =
      new TreeMap<>(
          Map.of(
              "partial.keep.first", change -> change > 0,
              "partial.keep.last", change -> change > 0,
              "bucket.size", change -> change < 0));

  /** Options with whose other values hmac gives other results, with their defaults. */
  private static final Map<String, String> OF_HMAC =
      new TreeMap<>(Map.of("hmac.encoding", "hex", "hmac.length", "0", "scope", ""));

  private WeakerMasks() {}

  /** The method of a column and the option that lists the column. */
  private record Rule(int strength, String key) {}

  static void addDangers(
      Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    Map<String, Rule> before = rules(live);
    Map<String, Rule> after = rules(wanted);
    Set<String> weaker = new LinkedHashSet<>();
    String key = null;
    for (Map.Entry<String, Rule> column : after.entrySet()) {
      Rule old = before.get(column.getKey());
      if (old != null && old.strength() < column.getValue().strength()) {
        weaker.add(column.getKey());
        key = key == null ? column.getValue().key() : key;
      }
    }
    // A truncation that goes or gets longer is no mask that is removed.
    for (Map.Entry<String, Rule> column : before.entrySet()) {
      boolean truncates = column.getValue().key().startsWith(DangerRules.TRUNCATE);
      Rule now = after.get(column.getKey());
      if (truncates
          && (now == null || now.key().startsWith(DangerRules.TRUNCATE))
          && DangerRules.length(column.getKey(), wanted)
              > DangerRules.length(column.getKey(), live)) {
        weaker.add(column.getKey());
        key = key == null ? column.getValue().key() : key;
      }
    }
    if (key != null) {
      dangers.add(
          new Danger(
              MASK_WEAKENED,
              key,
              "more of the values of "
                  + String.join(", ", weaker)
                  + " reaches the topics, and consumers may keep it"));
    }
    addHashes(wanted, live, dangers);
    for (MaskTransform mask : MaskTransform.of(wanted)) {
      MaskTransform.of(live).stream()
          .filter(old -> old.prefix().equals(mask.prefix()))
          .forEach(old -> addOptions(mask, old, dangers));
    }
  }

  /** Returns the strongest rule of each column as it is written; 0 is the strongest. */
  private static Map<String, Rule> rules(Map<String, String> config) {
    Map<String, Rule> rules = new TreeMap<>();
    for (MaskTransform mask : MaskTransform.of(config)) {
      for (String option : mask.maskedLists()) {
        add(rules, option.substring(0, option.indexOf('.')), mask.prefix() + option, config);
      }
    }
    for (String key : config.keySet()) {
      if (key.startsWith(HASH)) {
        add(rules, "hash", key, config);
      } else if (key.startsWith(DangerRules.TRUNCATE)) {
        add(rules, "truncate", key, config);
      } else if (key.startsWith("column.mask.with.") || key.equals("column.exclude.list")) {
        add(rules, "redact", key, config);
      }
    }
    return rules;
  }

  private static void add(
      Map<String, Rule> rules, String method, String key, Map<String, String> config) {
    int strength = 0;
    for (int i = 0; i < METHODS.size(); i++) {
      strength = METHODS.get(i).contains(method) ? i : strength;
    }
    Rule rule = new Rule(strength, key);
    for (String column : CommaList.of(config.get(key))) {
      rules.merge(column, rule, (one, other) -> one.strength() <= other.strength() ? one : other);
    }
  }

  /** The algorithm and the salt are in the option's name. */
  private static void addHashes(
      Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    for (Map.Entry<String, String> option : wanted.entrySet()) {
      String key = option.getKey();
      if (key.startsWith(HASH) && !live.containsKey(key)) {
        Set<String> columns = new LinkedHashSet<>(CommaList.of(option.getValue()));
        columns.removeIf(
            column ->
                live.keySet().stream()
                    .noneMatch(
                        old ->
                            old.startsWith(HASH) && CommaList.of(live.get(old)).contains(column)));
        if (!columns.isEmpty()) {
          dangers.add(otherValues(key));
        }
      }
    }
  }

  private static void addOptions(MaskTransform mask, MaskTransform old, List<Danger> dangers) {
    NUMBERS.forEach(
        (option, isWeaker) -> {
          String list = option.substring(0, option.indexOf('.')) + ".columns";
          if (bothHave(list, mask, old) && isWeaker.test(change(option, mask, old))) {
            dangers.add(weakened(mask.prefix() + option));
          }
        });
    if (bothHave("date.columns", mask, old)
        && "month".equals(mask.options().get("date.to"))
        && !"month".equals(old.options().get("date.to"))) {
      dangers.add(weakened(mask.prefix() + "date.to"));
    }
    boolean keyed =
        bothHave("hmac.columns", mask, old)
            || "hmac".equals(mask.options().get(MaskTransform.UNLISTED))
                && "hmac".equals(old.options().get(MaskTransform.UNLISTED));
    OF_HMAC.forEach(
        (option, byDefault) -> {
          boolean used = keyed || option.equals("scope") && bothHave("format.columns", mask, old);
          if (used
              && !Objects.equals(
                  mask.options().getOrDefault(option, byDefault),
                  old.options().getOrDefault(option, byDefault))) {
            dangers.add(otherValues(mask.prefix() + option));
          }
        });
  }

  private static boolean bothHave(String option, MaskTransform mask, MaskTransform old) {
    return mask.options().containsKey(option) && old.options().containsKey(option);
  }

  /** A value that is no number fails in the workers' validation. */
  private static int change(String option, MaskTransform mask, MaskTransform old) {
    try {
      return Long.compare(
          Long.parseLong(mask.options().getOrDefault(option, "0").strip()),
          Long.parseLong(old.options().getOrDefault(option, "0").strip()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Danger weakened(String key) {
    return new Danger(
        MASK_WEAKENED,
        key,
        "more of the masked values reaches the topics, and consumers may keep it");
  }

  private static Danger otherValues(String key) {
    return new Danger(
        MASK_KEY_CHANGED,
        key,
        "masked values, keys included, differ from those written so far; joins and compaction"
            + " break");
  }
}
