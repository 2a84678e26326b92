package io.mskcdc.database;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves references to Connect's FileConfigProvider where the file is on this machine too, as
 * with the local stack. What comes out is for a connection to the database and for nothing else.
 */
final class FileReferences {
  private static final Pattern FILE = Pattern.compile("\\$\\{file:([^:}]+):([^}]+)}");

  private FileReferences() {}

  /** Returns the text with its references replaced. */
  static String resolve(String text) throws NotReachableException {
    Matcher matcher = FILE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      String value = read(matcher.group(1)).getProperty(matcher.group(2));
      // Connect leaves a reference without a value as it is.
      matcher.appendReplacement(
          resolved, Matcher.quoteReplacement(value == null ? matcher.group() : value));
    }
    matcher.appendTail(resolved);
    if (FILE.matcher(text).replaceAll("").contains("${")) {
      throw new NotReachableException("its secrets are known to the workers only");
    }
    return resolved.toString();
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
