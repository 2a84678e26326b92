package io.mskcdc.smt.mask;

import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.TableName;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * Debezium's geometries hold the same coordinates twice: in {@code wkb} and, for points, in {@code
 * x} and {@code y}. Masking some of these fields would leave the coordinates in the others.
 */
final class Geometry {

  private static final String SCHEMAS = "io.debezium.data.geometry.";
  private static final Set<String> COORDINATES = Set.of("x", "y", "wkb");

  private Geometry() {}

  /**
   * @param parent the path of the column and a dot
   * @throws DataException if the struct is a geometry of which some coordinates are masked
   */
  static void requireAllOrNone(
      List<TableName> tables, Schema schema, String parent, Predicate<String> isMasked) {
    if (schema.name() != null && schema.name().startsWith(SCHEMAS)) {
      requireAllOrNone(
          tables,
          parent,
          schema.fields().stream().map(Field::name).collect(Collectors.toSet()),
          isMasked);
    }
  }

  /** As above, for a map. It counts as a point if it has the fields of one. */
  static void requireAllOrNone(
      List<TableName> tables, Set<?> names, String parent, Predicate<String> isMasked) {
    if (names.containsAll(COORDINATES)) {
      requireAllOrNone(tables, parent, COORDINATES, isMasked);
    }
  }

  private static void requireAllOrNone(
      List<TableName> tables, String parent, Set<String> names, Predicate<String> isMasked) {
    Set<Boolean> masked =
        COORDINATES.stream()
            .filter(names::contains)
            .map(isMasked::test)
            .collect(Collectors.toSet());
    if (masked.size() > 1 && !parent.isEmpty()) {
      throw new DataException(
          "Masking table %s: a rule masks a part of column %s, but each of its fields x, y and wkb"
                  .formatted(tables.get(0), Globs.shown(parent.substring(0, parent.length() - 1)))
              + " contains the coordinates; name the whole column");
    }
  }
}
