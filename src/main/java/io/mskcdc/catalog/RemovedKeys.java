package io.mskcdc.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * Options of Debezium 1.9's connector for MySQL and of its unwrapping transform that 3.6 does not
 * have, and that no other option replaced. Both option lists were compared.
 */
public final class RemovedKeys {
  private static final Map<String, String> LOST =
      Map.of(
          "snapshot.new.tables",
          "a table that is added to the include list gets no snapshot by itself any more: send"
              + " an incremental snapshot signal for it",
          "gtid.new.channel.position",
          "a new GTID channel is read from its begin always");

  private static final Map<String, String> WITHOUT_EFFECT =
      Map.of("source.struct.version", "the source block has the form v2 since 1.0");

  private RemovedKeys() {}

  /** Returns what is lost without the option; empty if nothing is, or if it was not removed. */
  public static Optional<String> lost(String key, String value) {
    return key.equals("source.struct.version") && value.strip().equals("v1")
        ? Optional.of("the source block has the form v2, and v1 was removed in 2.0")
        : key.equals("snapshot.new.tables") && value.strip().equals("off")
            ? Optional.empty()
            : Optional.ofNullable(LOST.get(key));
  }

  /** Returns why an option is gone without a loss; empty if that is not known of it. */
  public static Optional<String> withoutEffect(String key, String value) {
    return lost(key, value).isPresent()
        ? Optional.empty()
        : key.equals("snapshot.new.tables")
            ? Optional.of("off is what 3.6 does")
            : Optional.ofNullable(WITHOUT_EFFECT.get(key));
  }
}
