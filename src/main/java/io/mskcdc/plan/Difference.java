package io.mskcdc.plan;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.text.SaltedKey;
import java.util.Set;

/**
 * A configuration key whose live value is not the wanted one.
 *
 * @param key the key
 * @param before the live value, or null where the key is added
 * @param after the wanted value, or null where the key is removed
 */
public record Difference(String key, String before, String after) {

  Difference hiding(Set<String> declared) {
    return new Difference(SaltedKey.hide(key), shown(before, declared), shown(after, declared));
  }

  private String shown(String value, Set<String> declared) {
    return value == null ? null : SecretKeys.shown(key, value, declared);
  }
}
