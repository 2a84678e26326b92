package io.mskcdc.plan;

import static io.mskcdc.plan.DangerCode.RETENTION_CHANGED;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds changes after which the topics that the worker creates keep less than before. An option
 * that a group of topics does not set has the value of the group {@code default}, or else Kafka's
 * default for brokers.
 */
final class RetentionDangers {
  private static final Pattern OPTION =
      Pattern.compile(
          "topic\\.creation\\.(?<group>.+)\\.(?<option>cleanup\\.policy|retention\\.ms"
              + "|retention\\.bytes|delete\\.retention\\.ms)");

  private static final String POLICY = "cleanup.policy";

  private static final Map<String, String> OF_BROKERS =
      Map.of(
          POLICY,
          "delete",
          "retention.ms",
          "604800000",
          "retention.bytes",
          "-1",
          "delete.retention.ms",
          "86400000");

  private RetentionDangers() {}

  static void add(Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    TreeSet<String> keys = new TreeSet<>(wanted.keySet());
    keys.addAll(live.keySet());
    for (String key : keys) {
      Matcher option = OPTION.matcher(key);
      if (option.matches()
          && keepsLess(option.group("option"), value(option, wanted), value(option, live))) {
        dangers.add(
            new Danger(
                RETENTION_CHANGED,
                key,
                "topics created from now on delete or compact records that the topics so far keep;"
                    + " existing topics stay as they are"));
      }
    }
  }

  private static String value(Matcher option, Map<String, String> config) {
    String name = option.group("option");
    return config.getOrDefault(
        option.group(),
        config.getOrDefault("topic.creation.default." + name, OF_BROKERS.get(name)));
  }

  private static boolean keepsLess(String option, String now, String before) {
    return option.equals(POLICY)
        ? !now.strip().equals(before.strip())
        : amount(now) < amount(before);
  }

  /** -1 is no limit. */
  private static long amount(String text) {
    long number = OptionDangers.number(text, -1);
    return number < 0 ? Long.MAX_VALUE : number;
  }
}
