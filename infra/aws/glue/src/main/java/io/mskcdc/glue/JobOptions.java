package io.mskcdc.glue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of a job. Glue adds arguments of its own to those of a job, so only names that begin
 * with {@code --mskcdc-} are read.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html">
 *     AWS Glue, job parameters</a>
 */
final class JobOptions {
  private static final String PREFIX = "--mskcdc-";

  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads the arguments.
   *
   * @param names the options of the job, without prefix
   * @throws IllegalArgumentException for another option, or one without a value
   */
  JobOptions(String[] arguments, String... names) {
    Set<String> known = new TreeSet<>(List.of(names));
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith(PREFIX)) {
        String name = arguments[i].substring(PREFIX.length());
        if (!known.contains(name)) {
          throw new IllegalArgumentException(
              "unknown option " + arguments[i] + "; next: use one of " + PREFIX + known);
        }
        if (i + 1 == arguments.length) {
          throw new IllegalArgumentException(arguments[i] + " has no value");
        }
        i++;
        values.put(name, arguments[i]);
      }
    }
  }

  /**
   * Returns the value of an option.
   *
   * @throws IllegalArgumentException if it is not set
   */
  String required(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("next: set " + PREFIX + name);
    }
    return value;
  }

  /** Returns the values of an option, which has commas between them. */
  List<String> list(String name) {
    return List.of(required(name).split(",", -1));
  }

  /**
   * Returns a time in hours.
   *
   * @throws IllegalArgumentException if it is not a whole number from 0
   */
  Duration hours(String name, int otherwise) {
    String value = values.getOrDefault(name, Integer.toString(otherwise));
    if (!value.matches("\\d{1,6}")) {
      throw new IllegalArgumentException(PREFIX + name + " must be a number of hours: " + value);
    }
    return Duration.ofHours(Integer.parseInt(value));
  }
}
