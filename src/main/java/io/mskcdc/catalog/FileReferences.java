package io.mskcdc.catalog;

import io.mskcdc.database.NotReachableException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Resolves references to Connect's FileConfigProvider if the file is on this machine too, as it is
 * with the local stack. Use the results only to connect to the database.
 */
final class FileReferences {
  private FileReferences() {}

  /**
   * Returns a value with its references replaced.
   *
   * @throws NotReachableException if a reference can only be resolved by the workers
   */
  static String resolve(String value) throws NotReachableException {
    Map<ProviderReference, String> values = new HashMap<>();
    for (ProviderReference reference : ProviderReference.in(value)) {
      if (isFile(reference)) {
        values.put(reference, read(reference.path()).getProperty(reference.key()));
      }
    }
    String others = ProviderReference.replace(value, reference -> isFile(reference) ? "" : null);
    if (others.contains("${")) {
      throw new NotReachableException("its secrets are known to the workers only");
    }
    // Connect keeps the text of a reference to a key that the file lacks.
    return ProviderReference.replace(value, values::get);
  }

  private static boolean isFile(ProviderReference reference) {
    return reference.provider().equals("file")
        && !reference.path().isEmpty()
        && !reference.key().isEmpty();
  }

  private static Properties read(String file) throws NotReachableException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
      return properties;
    } catch (IOException | InvalidPathException e) {
      throw new NotReachableException("its secrets are in a file of the workers");
    }
  }
}
