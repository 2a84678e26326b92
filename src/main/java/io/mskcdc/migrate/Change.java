package io.mskcdc.migrate;

import io.mskcdc.text.SaltedKey;
import java.util.Optional;

/**
 * What a migration did with an option, or what it means.
 *
 * @param kind what it is
 * @param key the option in the old configuration, or the new one if the old one does not have it
 * @param now the option and its value as they are now; empty if it is gone, or if nothing changed
 * @param reason why, in a sentence without the trailing full stop
 */
public record Change(Kind kind, String key, Optional<String> now, String reason) {
  public Change {
    key = SaltedKey.hide(key);
    now = now.map(SaltedKey::hide);
    reason = SaltedKey.hide(reason);
  }

  /** The parts of the report. */
  public enum Kind {
    /** An option has another name or value, is new or is gone. */
    CHANGED,

    /** Consumers see a difference. */
    OUTPUT,

    /** 3.6 has nothing for it. */
    LOST,

    /** Somebody has to look at it. */
    CHECK
  }
}
