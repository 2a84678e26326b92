package io.mskcdc.local.aws;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The secrets of Secrets Manager, in memory only. */
public final class SecretStore {
  /** The form of a name. */
  static final String NAME = "[A-Za-z0-9/_+=.@!-]{1,512}";

  private static final String CURRENT = "AWSCURRENT";
  private static final String PREVIOUS = "AWSPREVIOUS";
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

  /**
   * A secret.
   *
   * @param suffix the six characters at the end of its ARN
   * @param versions the newest first
   */
  record Secret(String name, String suffix, List<Version> versions) {
    /** Returns the stages of a version: the newest is current, the one before is previous. */
    List<String> stages(Version version) {
      return switch (versions.indexOf(version)) {
        case 0 -> List.of(CURRENT);
        case 1 -> List.of(PREVIOUS);
        default -> List.of();
      };
    }

    private Secret with(Version version) {
      List<Version> all = new ArrayList<>(versions);
      all.add(0, version);
      return new Secret(name, suffix, List.copyOf(all));
    }
  }

  /**
   * A present or former value of a secret.
   *
   * @param text null for a binary value
   * @param binary null for a text
   */
  record Version(String id, Instant created, String text, byte[] binary) {
    @Override
    public String toString() {
      return "version " + id;
    }
  }

  /**
   * Creates a secret with a text, or rotates it: its present value becomes the previous one.
   *
   * @return the new version's id
   */
  public String put(String name, String text) {
    return put(name, text, null);
  }

  /** Creates or rotates a secret with bytes, and returns the new version's id. */
  public String put(String name, byte[] binary) {
    return put(name, null, binary.clone());
  }

  private String put(String name, String text, byte[] binary) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(name + " is not a valid name of a secret");
    }
    Version version = new Version(UUID.randomUUID().toString(), Instant.now(), text, binary);
    secrets.compute(
        name,
        (key, secret) ->
            (secret == null ? new Secret(name, suffix(), List.of()) : secret).with(version));
    return version.id();
  }

  Optional<Secret> get(String name) {
    return Optional.ofNullable(secrets.get(name));
  }

  Collection<Secret> all() {
    return secrets.values();
  }

  private static String suffix() {
    return RANDOM
        .ints(6, 0, LETTERS.length())
        .mapToObj(i -> LETTERS.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
