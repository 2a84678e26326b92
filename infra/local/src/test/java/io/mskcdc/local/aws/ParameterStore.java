package io.mskcdc.local.aws;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The parameters of Parameter Store, in memory only. */
final class ParameterStore {
  /** The form of a name; one in a hierarchy begins with a slash. */
  static final String NAME = "[A-Za-z0-9_.-]+|(/[A-Za-z0-9_.-]+)+";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, Parameter> parameters = new ConcurrentSkipListMap<>();

  /** The type of a parameter. */
  enum Type {
    STRING("String"),
    /** Texts, separated by commas. */
    STRING_LIST("StringList"),
    /** A text that is decrypted only on request. */
    SECURE_STRING("SecureString");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A parameter.
   *
   * @param versions from number 1 on
   * @param labels version numbers by label
   */
  record Parameter(String name, List<Version> versions, Map<String, Long> labels) {
    /** Returns the newest version. */
    Version newest() {
      return versions.get(versions.size() - 1);
    }

    /** Returns a version by its number or label. */
    Optional<Version> version(String selector) {
      String number = labels.containsKey(selector) ? labels.get(selector).toString() : selector;
      return versions.stream()
          .filter(version -> Long.toString(version.number()).equals(number))
          .findFirst();
    }
  }

  /**
   * A present or former value of a parameter.
   *
   * @param encrypted the ciphertext of a SecureString
   */
  record Version(long number, Type type, String value, String encrypted, Instant modified) {
    @Override
    public String toString() {
      return "version " + number;
    }
  }

  /**
   * Creates a parameter, or a new version of it.
   *
   * @return the version's number, from 1
   */
  long put(String name, Type type, String value) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(name + " is not a valid name of a parameter");
    }
    Instant now = Instant.now();
    return parameters
        .compute(
            name,
            (key, before) -> {
              List<Version> versions = new ArrayList<>();
              if (before != null) {
                versions.addAll(before.versions());
              }
              versions.add(new Version(versions.size() + 1, type, value, encrypted(), now));
              return new Parameter(
                  name, List.copyOf(versions), before == null ? Map.of() : before.labels());
            })
        .newest()
        .number();
  }

  /**
   * Moves a label to a version of a parameter.
   *
   * @throws IllegalArgumentException if there is no such version
   */
  void label(String name, long version, String label) {
    parameters.compute(
        name,
        (key, parameter) -> {
          if (parameter == null || parameter.version(Long.toString(version)).isEmpty()) {
            throw new IllegalArgumentException(name + " has no version " + version);
          }
          Map<String, Long> labels = new HashMap<>(parameter.labels());
          labels.put(label, version);
          return new Parameter(name, parameter.versions(), Map.copyOf(labels));
        });
  }

  Optional<Parameter> get(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** Returns all parameters in the order of their names. */
  Collection<Parameter> all() {
    return parameters.values();
  }

  // Random, so that nothing of the value can be derived from it.
  private static String encrypted() {
    byte[] bytes = new byte[96];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
