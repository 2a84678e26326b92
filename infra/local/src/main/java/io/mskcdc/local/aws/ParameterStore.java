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

/** The parameters of Parameter Store, in memory alone. */
public final class ParameterStore {
  /** What a name is made of: a hierarchy begins with a slash. */
  static final String NAME = "[A-Za-z0-9_.-]+|(/[A-Za-z0-9_.-]+)+";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, Parameter> parameters = new ConcurrentSkipListMap<>();

  /** What a parameter holds. */
  public enum Type {
    STRING("String"),
    /** Texts with commas in between. */
    STRING_LIST("StringList"),
    /** A text that is only given in clear to who asks for it so. */
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
   * @param versions the oldest first, which is number 1
   * @param labels numbers of versions by their labels
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
   * A value that a parameter has or had.
   *
   * @param encrypted what is given instead of a SecureString's value
   */
  record Version(long number, Type type, String value, String encrypted, Instant modified) {
    @Override
    public String toString() {
      return "version " + number;
    }
  }

  /**
   * Makes a parameter, or a new version of it.
   *
   * @return the version's number, from 1
   */
  public long put(String name, Type type, String value) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(name + " cannot be a parameter's name");
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
   * Gives a version a label, which no other version of the parameter has then.
   *
   * @throws IllegalArgumentException if there is no such version
   */
  public void label(String name, long version, String label) {
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

  // Made of nothing that the value is made of.
  private static String encrypted() {
    byte[] bytes = new byte[96];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
