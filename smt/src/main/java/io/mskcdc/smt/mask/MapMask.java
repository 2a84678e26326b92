package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.mask.json.JsonMask;
import io.mskcdc.smt.mask.method.ColumnMask;
import io.mskcdc.smt.mask.method.ColumnType;
import io.mskcdc.smt.mask.method.MaskMethod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.DataException;

/** Masks the columns of one table in values without schema. */
public final class MapMask {

  // The keys of a JSON document may be data, so their number is not limited.
  private static final int MAX_PATHS = 10_000;

  private final MaskRules rules;
  private final List<TableName> tables;
  private final SeenColumns columns;
  private final Consumer<Set<String>> reportUnlisted;
  private final Set<String> reported = new HashSet<>();
  private final Map<String, Treatment> treatments = new BoundedMap<>(MAX_PATHS);
  // Where a value without fields may have fields in its text.
  private final Map<String, JsonPath> texts = new BoundedMap<>(MAX_PATHS);
  private final Map<MaskMethod, Map<ColumnType, ColumnMask>> masks = new HashMap<>();

  // Null until the first envelope.
  private MapMask images;

  /**
   * @param reportUnlisted gets the names of columns that no rule names
   */
  MapMask(
      MaskRules rules,
      List<TableName> tables,
      SeenColumns columns,
      Consumer<Set<String>> reportUnlisted) {
    this.rules = rules;
    this.tables = tables;
    this.columns = columns;
    this.reportUnlisted = reportUnlisted;
  }

  /**
   * Copies an envelope, masks both images and removes the SQL statement.
   *
   * @throws DataException if rules apply to the table but an image is not a map
   */
  public Map<Object, Object> envelope(Map<?, ?> envelope) {
    Map<Object, Object> masked = new LinkedHashMap<>(envelope);
    for (String image : List.of(Envelope.BEFORE, Envelope.AFTER)) {
      Object value = envelope.get(image);
      if (value instanceof Map<?, ?> row) {
        masked.put(image, images().row(row));
      } else if (value != null && rules.mayMask(tables)) {
        throw new DataException(
            "Masking table %s: its rows are not maps but %s, so their columns cannot be masked"
                .formatted(tables.get(0), value.getClass().getSimpleName()));
      }
    }
    if (envelope.get(Envelope.SOURCE) instanceof Map<?, ?> source
        && !Collections.disjoint(source.keySet(), Envelope.STATEMENTS)) {
      Map<Object, Object> withoutStatements = new LinkedHashMap<>(source);
      Envelope.STATEMENTS.forEach(name -> withoutStatements.replace(name, null));
      masked.put(Envelope.SOURCE, withoutStatements);
    }
    // An event has no other fields. If there are any, the value may be a row whose columns have the
    // names of an event's fields, so mask them as columns.
    Map<Object, Object> others = new LinkedHashMap<>();
    envelope.forEach(
        (name, value) -> {
          if (!Envelope.FIELDS.contains(String.valueOf(name))) {
            others.put(name, value);
          }
        });
    if (!others.isEmpty()) {
      masked.keySet().removeAll(others.keySet());
      masked.putAll(copy(others, "", false, false));
    }
    return masked;
  }

  private MapMask images() {
    if (images == null) {
      images = new MapMask(rules.forImages(), tables, columns, reportUnlisted);
    }
    return images;
  }

  public Map<Object, Object> row(Map<?, ?> row) {
    Map<Object, Object> copy = copy(row, "", false, false);
    columns.rowComplete();
    return copy;
  }

  /** Masks a header's value: either the column of the header's name, or columns of the table. */
  Object header(String name, Treatment treatment, Object value) {
    boolean unlisted = treatment.isUnlisted() && rules.areClosed();
    if (value == null) {
      return null;
    }
    if (unlisted) {
      return unlistedHeader(name, value);
    }
    if (treatment.method() != null) {
      return mask(name, treatment.method(), value);
    }
    Object column = within(value, Globs.part(name) + ".", true, false);
    return column.equals(value) ? within(value, "", true, false) : column;
  }

  private Object unlistedHeader(String name, Object value) {
    for (String parent : List.of(Globs.part(name) + ".", "")) {
      if (listsWithin(value, parent)) {
        return within(value, parent, false, false);
      }
    }
    return mask(name, rules.unlistedMethod(tables, name, false), value);
  }

  /** See {@link MaskRules#listsWithin}. */
  private boolean listsWithin(Object value, String parent) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .anyMatch(
              entry ->
                  !treatmentOf(path(parent, entry.getKey())).isUnlisted()
                      || listsWithin(entry.getValue(), path(parent, entry.getKey()) + "."));
    }
    if (value instanceof String text && !parent.isEmpty()) {
      JsonPath place = textOf(withoutDot(parent), false);
      return place.isListed() && place.isJson(text);
    }
    return value instanceof List<?> list
        && list.stream().anyMatch(each -> listsWithin(each, parent));
  }

  /**
   * @throws DataException if a column of the key has a method that may give two keys the same
   *     result
   */
  public Map<Object, Object> key(Map<?, ?> key) {
    return images().copy(key, "", false, true);
  }

  /**
   * @param covered whether a clear column holds the map, so that what no rule names is clear
   */
  private Map<Object, Object> copy(Map<?, ?> map, String parent, boolean covered, boolean key) {
    Map<Object, Object> copy = new LinkedHashMap<>();
    Set<Object> masked = new HashSet<>();
    map.forEach(
        (name, value) -> {
          String path = path(parent, name);
          Treatment treatment = treatmentOf(path);
          MaskMethod method =
              treatment.isUnlisted()
                  ? unlistedMethod(value, path, covered, key)
                  : treatment.method();
          if (method == null) {
            boolean clear = covered || !treatment.isUnlisted();
            copy.put(name, rules.isStatement(path) ? null : inner(value, path, clear, key));
            return;
          }
          masked.add(name);
          if (key && !method.isInjective()) {
            throw MaskRules.mergesKeys(tables, path, method);
          }
          if (!method.dropsField()) {
            copy.put(name, value == null ? null : mask(path, method, value));
          }
        });
    if (!masked.isEmpty()) {
      Geometry.requireAllOrNone(tables, map.keySet(), parent, masked::contains);
    }
    return copy;
  }

  private static String path(String parent, Object name) {
    return parent + Globs.part(String.valueOf(name));
  }

  private static String withoutDot(String parent) {
    return parent.substring(0, parent.length() - 1);
  }

  /** Returns the method for an unlisted value; null if it passes or its fields are treated. */
  private MaskMethod unlistedMethod(Object value, String path, boolean covered, boolean key) {
    if (covered || !rules.areClosed() || listsWithin(value, path + ".")) {
      return null;
    }
    if (reported.size() < MAX_PATHS && reported.add(path)) {
      reportUnlisted.accept(Set.of(Globs.shown(path)));
    }
    return rules.unlistedMethod(tables, path, key);
  }

  private Object inner(Object value, String path, boolean covered, boolean key) {
    if (value instanceof Map || value instanceof List) {
      return within(value, path + ".", covered, key);
    }
    return value == null ? null : withoutFields(value, path, covered, key);
  }

  /** Masks the maps and the JSON within a value: the value itself, or the elements of lists. */
  private Object within(Object value, String parent, boolean covered, boolean key) {
    if (value instanceof Map<?, ?> map) {
      return copy(map, parent, covered, key);
    }
    if (value instanceof List<?> list) {
      List<Object> copies = new ArrayList<>();
      list.forEach(each -> copies.add(each == null ? null : within(each, parent, covered, key)));
      return copies;
    }
    return parent.isEmpty() ? value : withoutFields(value, withoutDot(parent), covered, key);
  }

  /** Masks the JSON in a text, or a value that should have had the fields that a rule names. */
  private Object withoutFields(Object value, String path, boolean covered, boolean key) {
    JsonPath place = textOf(path, covered);
    if (place.isKept()) {
      return value;
    }
    if (key) {
      throw new DataException(
          "Masking table %s: a rule names fields of column %s, which is in the record's key; name the"
                  .formatted(tables.get(0), Globs.shown(path))
              + " whole column");
    }
    if (value instanceof String text) {
      return new JsonMask(place).apply(text);
    }
    MaskMethod method = place.scalarMethod();
    return method == null ? value : mask(path, method, value);
  }

  private JsonPath textOf(String path, boolean covered) {
    JsonPath place = texts.get(path);
    if (place == null) {
      place = new JsonPath(rules, tables, path, covered, false);
      texts.put(path, place);
    }
    return place;
  }

  /**
   * Masks one value.
   *
   * @throws DataException if the method cannot be applied to the value's type
   */
  private Object mask(String path, MaskMethod method, Object value) {
    ColumnType type = ColumnType.of(value);
    ColumnMask mask =
        type == null
            ? null
            : masks
                .computeIfAbsent(method, any -> new HashMap<>())
                .computeIfAbsent(type, each -> method.maskOf(each, null));
    if (mask == null) {
      throw new DataException(
          "Masking table %s: %s cannot be applied to column %s, which is %s without schema"
              .formatted(
                  tables.get(0),
                  method.name(),
                  Globs.shown(path),
                  value.getClass().getSimpleName()));
    }
    try {
      return mask.apply(value);
    } catch (DataException e) {
      throw new DataException(
          "Masking table %s, column %s: %s"
              .formatted(tables.get(0), Globs.shown(path), e.getMessage()));
    }
  }

  /** The number of cached paths. */
  int paths() {
    return treatments.size();
  }

  private Treatment treatmentOf(String path) {
    Treatment treatment = treatments.get(path);
    if (treatment == null) {
      columns.add(Globs.shown(path));
      treatment = rules.treatmentOf(tables, path);
      treatments.put(path, treatment);
    }
    return treatment;
  }
}
