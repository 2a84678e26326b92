package io.mskcdc.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows which options the parts of this build declare. */
public final class KnownOptions {
  private static final String CONNECT = "connect";

  private static final Map<String, Set<String>> BY_PART = read();

  private KnownOptions() {}

  /** Returns the options that Connect gives every source connector. */
  public static Set<String> ofConnect() {
    return BY_PART.get(CONNECT);
  }

  /**
   * Returns the options of a connector, converter or transform, without the prefix they are written
   * with; empty where this build does not have the part.
   *
   * @param type the part's class, or null
   */
  public static Optional<Set<String>> of(String type) {
    return Optional.ofNullable(type).map(BY_PART::get);
  }

  private static Map<String, Set<String>> read() {
    try (InputStream in = KnownOptions.class.getResourceAsStream("options.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", -1))
          .collect(
              Collectors.groupingBy(
                  parts -> parts[0],
                  Collectors.mapping(parts -> parts[1], Collectors.toCollection(HashSet::new))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
