package io.mskcdc.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What only a configuration of Debezium 3 or of this project contains. */
public final class RecentOptions {
  /** The options of MySQL's connector that 3.6 has and 2.7 does not have. */
  private static final Pattern KEYS =
      Pattern.compile(
          "binlog\\.net\\.(read|write)\\.timeout|connection\\.validation\\.timeout\\.ms"
              + "|custom\\.sanitize\\.pattern|ddl\\.parser\\.type|executor\\.shutdown\\.timeout\\.ms"
              + "|extended\\.headers\\.enabled|gtid\\.ignore\\.on\\.recovery|guardrail\\..+"
              + "|legacy\\.snapshot\\.max\\.threads|memory\\.management\\..+|openlineage\\..+"
              + "|queue\\.provider\\.type|snapshot\\.max\\.threads\\.multiplier"
              + "|statistics\\.metrics\\.enabled");

  private static final String OWN = "io.mskcdc.";

  private RecentOptions() {}

  /** Returns the first key that no older configuration contains. */
  public static Optional<String> in(Map<String, String> config) {
    return config.entrySet().stream()
        .filter(
            option ->
                KEYS.matcher(option.getKey()).matches()
                    || option.getValue().strip().startsWith(OWN))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
