package io.mskcdc.local.aws.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Resources of one kind by ARN, in order of creation. Each is kept in a JSON file, so that a
 * restart finds them again.
 *
 * @param <T> a record whose components are named as in the service's model
 */
public final class Store<T> {
  private final Path folder;
  private final Function<T, String> arn;
  private final Map<String, T> resources = new LinkedHashMap<>();

  /**
   * Reads the resources that an earlier run stored.
   *
   * @param created a resource's time of creation
   */
  public Store(Path folder, Class<T> type, Function<T, String> arn, Function<T, String> created) {
    this.folder = folder;
    this.arn = arn;
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(".json"))
            .map(file -> read(file, type))
            .sorted(Comparator.comparing(created).thenComparing(arn))
            .forEach(resource -> resources.put(arn.apply(resource), resource));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      return Json.read(Json.parse(Files.readAllBytes(file)), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized List<T> all() {
    return List.copyOf(resources.values());
  }

  public synchronized Optional<T> get(String resource) {
    return Optional.ofNullable(resources.get(resource));
  }

  public boolean has(String resource) {
    return get(resource).isPresent();
  }

  /** Adds a resource, or replaces the one with its ARN. */
  public synchronized void put(T resource) {
    String key = arn.apply(resource);
    try {
      // Renamed into place, so that the next start never reads a file that is half written.
      Path fresh = folder.resolve("new");
      Files.write(fresh, Json.bytes(resource));
      Files.move(fresh, file(key), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    resources.put(key, resource);
  }

  public synchronized void remove(String resource) {
    try {
      Files.deleteIfExists(file(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    resources.remove(resource);
  }

  private Path file(String resource) {
    return folder.resolve(Arns.id(resource) + ".json");
  }
}
