package io.mskcdc.migrate;

import io.mskcdc.catalog.SecretKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration that the steps of a migration change, with the reasons. */
final class Draft {
  private final Map<String, String> config;
  private final List<MigratedOption> changes = new ArrayList<>();

  Draft(Map<String, String> config) {
    this.config = new LinkedHashMap<>(config);
  }

  /** Returns a copy of the configuration, in its order. */
  Map<String, String> config() {
    return new LinkedHashMap<>(config);
  }

  List<MigratedOption> changes() {
    return List.copyOf(changes);
  }

  boolean has(String key) {
    return config.containsKey(key);
  }

  /** Returns a value without blanks around it; empty if the option is absent. */
  String get(String key) {
    return config.getOrDefault(key, "").strip();
  }

  boolean is(String key, String value) {
    return get(key).equalsIgnoreCase(value);
  }

  /** Writes an option with another name at the same place. */
  void rename(String key, String name, String value, String reason) {
    Map<String, String> renamed = new LinkedHashMap<>();
    config.forEach((k, v) -> renamed.put(k.equals(key) ? name : k, k.equals(key) ? value : v));
    config.clear();
    config.putAll(renamed);
    add(MigratedOption.Kind.CHANGED, key, shown(name, value), reason);
  }

  /** Writes an option without a line of the report. */
  void rewrite(String key, String name, String value) {
    int before = changes.size();
    rename(key, name, value, "");
    changes.subList(before, changes.size()).clear();
  }

  /** Writes an option that a later step replaces, without a line of the report. */
  void set(String key, String value) {
    config.put(key, value);
  }

  void put(String key, String value, String reason) {
    config.put(key, value);
    add(MigratedOption.Kind.CHANGED, key, shown(key, value), reason);
  }

  /** Writes a reference to a secret, which may contain a variable and is shown. */
  void refer(String key, String reference, String reason) {
    config.put(key, reference);
    add(MigratedOption.Kind.CHANGED, key, Optional.of(key + " = " + reference), reason);
  }

  void remove(String key, String reason) {
    config.remove(key);
    add(MigratedOption.Kind.CHANGED, key, Optional.empty(), reason);
  }

  /** Removes an option for which 3.6 has nothing. */
  void lose(String key, String reason) {
    config.remove(key);
    lost(key, reason);
  }

  void lost(String key, String reason) {
    add(MigratedOption.Kind.LOST, key, Optional.empty(), reason);
  }

  void output(String key, String reason) {
    add(MigratedOption.Kind.OUTPUT, key, Optional.empty(), reason);
  }

  void check(String key, String reason) {
    add(MigratedOption.Kind.CHECK, key, Optional.empty(), reason);
  }

  private void add(MigratedOption.Kind kind, String key, Optional<String> now, String reason) {
    changes.add(new MigratedOption(kind, key, now, reason));
  }

  private static Optional<String> shown(String key, String value) {
    return Optional.of(key + " = " + SecretKeys.shown(key, value));
  }
}
