package io.mskcdc.migrate;

import io.mskcdc.catalog.RemovedKeys;
import io.mskcdc.catalog.RenamedKey;
import io.mskcdc.catalog.RenamedKeys;
import io.mskcdc.catalog.RenamedValues;
import java.util.Map;
import java.util.Optional;

/** Writes the current names of options and values, and takes out options that are gone. */
final class OldNames {
  private OldNames() {}

  static void replace(Draft draft) {
    Map<String, String> old = draft.config();
    old.forEach((key, value) -> key(draft, old, key, value));
    Map<String, String> renamed = draft.config();
    renamed.forEach(
        (key, value) ->
            RenamedValues.of(key, value, renamed)
                .ifPresent(
                    now -> {
                      draft.put(key, now.value(), "3.6 does not have the value " + value.strip());
                      now.difference().ifPresent(text -> draft.output(key, text));
                    }));
  }

  private static void key(Draft draft, Map<String, String> old, String key, String value) {
    Optional<RenamedKey> now = RenamedKeys.of(key, old);
    if (now.isPresent() && draft.has(now.get().name())) {
      draft.remove(key, now.get().name() + " replaced it, and is set");
    } else if (now.isPresent()) {
      draft.rename(
          key, now.get().name(), now.get().value().orElse(value), "3.6 does not read the old key");
    } else {
      RemovedKeys.lost(key, value).ifPresent(reason -> draft.lose(key, reason));
      RemovedKeys.withoutEffect(key, value).ifPresent(reason -> draft.remove(key, reason));
    }
  }
}
