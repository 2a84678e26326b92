package io.mskcdc.mask;

import io.mskcdc.catalog.PersonalData;
import io.mskcdc.catalog.PersonalNames;
import io.mskcdc.database.Column;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds columns that look as if they hold personal data. */
final class PersonalColumns {
  /** A column or a path of JSON in the expression of a generated column. */
  private static final Pattern NAME_IN_EXPRESSION = Pattern.compile("`([^`]+)`|\\$\\.([\\w.]+)");

  private PersonalColumns() {}

  /**
   * Returns the kind of data that a column's name suggests, or for a generated column the names in
   * its expression. Empty where the column's type does not hold such data.
   */
  static Optional<PersonalData> find(Column column) {
    TypeFamily type = TypeFamily.of(column.type());
    return Stream.concat(Stream.of(column.name()), namesIn(column.generation()))
        .flatMap(name -> PersonalNames.find(column.table(), name).stream())
        .filter(data -> SuggestedMethod.of(data, type, false).isPresent())
        .min((a, b) -> a.compareTo(b));
  }

  private static Stream<String> namesIn(String expression) {
    Matcher names = NAME_IN_EXPRESSION.matcher(expression);
    Stream.Builder<String> found = Stream.builder();
    while (names.find()) {
      found.add(names.group(1) == null ? names.group(2) : names.group(1));
    }
    return found.build();
  }
}
