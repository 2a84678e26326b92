package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.mask.method.MaskMethod;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/** The configured rules: which columns are masked, and how. Compiles them for schemas. */
public final class MaskRules {

  /** One method and the columns that it masks. */
  record Rule(MaskMethod method, List<ColumnPattern> patterns) {}

  private final List<Rule> rules;
  private final ColumnMasks masks;
  private final AddedFields added;
  private final Interner interner;

  MaskRules(List<Rule> rules, String keyId) {
    this(rules, new ColumnMasks(keyId), AddedFields.BY_DEFAULT_NAMES, new Interner());
  }

  private MaskRules(List<Rule> rules, ColumnMasks masks, AddedFields added, Interner interner) {
    this.rules = rules;
    this.masks = masks;
    this.added = added;
    this.interner = interner;
  }

  /**
   * The same rules for records whose added fields and headers are known instead of guessed by their
   * names. A copy of a column is masked like the column and a copy of {@code source.query} like the
   * query. All other copies are metadata, to which wildcards do not apply.
   *
   * @param newNameToSource maps each added name, prefix included, to the field of the envelope that
   *     it is a copy of: {@code before.email}, {@code source.query}, {@code op}
   */
  public MaskRules withCopies(Map<String, String> newNameToSource) {
    return new MaskRules(rules, masks, AddedFields.of(newNameToSource), interner);
  }

  /** The same rules for the images of an envelope, in which every field is a column. */
  MaskRules forImages() {
    return new MaskRules(rules, masks, AddedFields.NONE, interner);
  }

  /**
   * @return null if nothing in a row of this table is masked
   * @throws DataException if a rule cannot be applied: its column is missing, its method does not
   *     fit the column's type, or a column has two methods
   */
  StructMask forRow(List<TableName> tables, Schema row) {
    requireColumns(tables, row);
    return forPartOfRow(tables, row);
  }

  /** As {@link #forRow}, for a row that may lack columns of its table. */
  StructMask forPartOfRow(List<TableName> tables, Schema row) {
    return compile(tables, row, "", false);
  }

  /**
   * @return null if the key has no masked column
   * @throws DataException if a rule cannot be applied, or may give two keys the same result
   */
  StructMask forKey(List<TableName> tables, Schema key) {
    return compile(tables, key, "", true);
  }

  /**
   * @return null if nothing in the events of this table is masked
   * @throws DataException as {@link #forRow}
   */
  StructMask forEnvelope(List<TableName> tables, Schema envelope) {
    Map<String, StructMask.FieldMask> fields = new LinkedHashMap<>();
    MaskRules columns = forImages();
    if (envelope.field(Envelope.BEFORE) == null
        && envelope.field(Envelope.AFTER) == null
        && mayApply(tables)) {
      // Kafka's Flatten keeps the schema's name but makes fields such as after.email.
      throw new DataException(
          "Masking table %s: its events have no columns, because %s and %s are missing; mask before"
                  .formatted(tables.get(0), Envelope.BEFORE, Envelope.AFTER)
              + " a transform that flattens events");
    }
    for (String image : List.of(Envelope.BEFORE, Envelope.AFTER)) {
      Field field = envelope.field(image);
      if (field != null && field.schema().type() != Schema.Type.STRUCT && mayApply(tables)) {
        throw new DataException(
            "Masking table %s: its rows are not structs but %s, so their columns cannot be masked"
                .formatted(tables.get(0), field.schema().type()));
      }
      if (field != null && field.schema().type() == Schema.Type.STRUCT) {
        StructMask mask = columns.forRow(tables, field.schema());
        if (mask != null) {
          fields.put(image, new StructMask.FieldMask(mask.schema(), mask));
        }
      }
    }
    Field source = envelope.field(Envelope.SOURCE);
    StructMask.FieldMask withoutStatements = source == null ? null : forSource(source.schema());
    if (withoutStatements != null) {
      fields.put(Envelope.SOURCE, withoutStatements);
    }
    return fields.isEmpty() ? null : new StructMask(envelope, fields, Set.of(), interner);
  }

  private StructMask.FieldMask forSource(Schema source) {
    if (source.type() != Schema.Type.STRUCT) {
      return null;
    }
    Map<String, StructMask.FieldMask> statements = new LinkedHashMap<>();
    for (String name : Envelope.STATEMENTS) {
      Field statement = source.field(name);
      if (statement != null) {
        statements.put(name, masks.ofStatement(name, statement.schema()));
      }
    }
    if (statements.isEmpty()) {
      return null;
    }
    StructMask mask = new StructMask(source, statements, Set.of(), interner);
    return new StructMask.FieldMask(mask.schema(), mask);
  }

  /**
   * Returns the method for a field of a row or for a header. Either may be the copy of a column
   * under another name.
   *
   * @return null if it is not masked
   * @throws DataException if there are two methods
   */
  MaskMethod methodOf(List<TableName> tables, String path) {
    MaskMethod method = methodOf(tables, path, added.has(path));
    return method == null ? methodOfOriginal(tables, path) : method;
  }

  private MaskMethod methodOfOriginal(List<TableName> tables, String path) {
    String column = added.columnOf(path);
    return column == null ? null : methodOf(tables, column, false);
  }

  private MaskMethod methodOf(List<TableName> tables, String path, boolean byNameOnly) {
    MaskMethod found = null;
    for (Rule rule : rules) {
      boolean matches = false;
      for (TableName table : tables) {
        for (ColumnPattern pattern : rule.patterns) {
          matches =
              matches || (!byNameOnly || pattern.namesOneColumn()) && pattern.matches(table, path);
        }
      }
      if (matches) {
        if (found != null) {
          throw new DataException(
              "Masking table %s: column %s is in %s.columns and in %s.columns; leave it in one"
                  .formatted(tables.get(0), path, found.name(), rule.method.name()));
        }
        found = rule.method;
      }
    }
    return found;
  }

  /**
   * Returns the method for a header, or null. A wildcard or regular expression applies to a header
   * only if the table may have a column of the header's name.
   */
  MaskMethod methodOfHeader(List<TableName> tables, String name, SeenColumns columns) {
    MaskMethod method = methodOf(tables, name, added.has(name) || !columns.mayHave(name));
    return method == null ? methodOfOriginal(tables, name) : method;
  }

  /** Whether a rule may apply to a column of this table, whichever columns it has. */
  boolean mayApply(List<TableName> tables) {
    return rules.stream()
        .flatMap(rule -> rule.patterns.stream())
        .anyMatch(pattern -> tables.stream().anyMatch(pattern::mayApply));
  }

  /** Whether a field or header is a copy of the SQL statement that changed the row. */
  boolean isStatement(String path) {
    return added.isStatement(path);
  }

  /**
   * @throws DataException if a rule names a column of this table that the schema does not have
   */
  void requireColumns(List<TableName> tables, Schema row) {
    for (Rule rule : rules) {
      for (ColumnPattern pattern : rule.patterns) {
        if (tables.stream().anyMatch(pattern::requires) && !hasColumn(tables, row, "", pattern)) {
          throw new DataException(
              "Masking table %s: it has no column that %s.columns names %s"
                  .formatted(tables.get(0), rule.method.name(), pattern));
        }
      }
    }
  }

  private static boolean hasColumn(
      List<TableName> tables, Schema schema, String parent, ColumnPattern pattern) {
    return switch (schema.type()) {
      case ARRAY, MAP -> hasColumn(tables, schema.valueSchema(), parent, pattern);
      case STRUCT -> {
        boolean has = false;
        for (Field field : schema.fields()) {
          String path = parent + field.name();
          has =
              has
                  || tables.stream().anyMatch(table -> pattern.matches(table, path))
                  || hasColumn(tables, field.schema(), path + ".", pattern);
        }
        yield has;
      }
      default -> false;
    };
  }

  private StructMask compile(List<TableName> tables, Schema schema, String parent, boolean key) {
    Map<String, StructMask.FieldMask> fields = new LinkedHashMap<>();
    Set<String> dropped = new LinkedHashSet<>();
    for (Field field : schema.fields()) {
      String path = parent + field.name();
      MaskMethod method = methodOf(tables, path);
      StructMask.FieldMask mask;
      if (method == null) {
        mask = ofUnnamed(tables, field, path, key);
      } else {
        if (key && !method.isInjective()) {
          throw mergesKeys(tables, path, method);
        }
        if (method.dropsField()) {
          dropped.add(field.name());
          continue;
        }
        mask = masks.of(tables, path, method, field.schema());
      }
      if (mask != null) {
        fields.put(field.name(), mask);
      }
    }
    return fields.isEmpty() && dropped.isEmpty()
        ? null
        : new StructMask(schema, fields, dropped, interner);
  }

  static DataException mergesKeys(List<TableName> tables, String path, MaskMethod method) {
    return new DataException(
        "Masking table %s: column %s is in the record's key, where %s could make one key of two;"
                .formatted(tables.get(0), path, method.name())
            + " mask it with hmac, of 128 bits or more");
  }

  private StructMask.FieldMask ofUnnamed(
      List<TableName> tables, Field field, String path, boolean key) {
    if (isStatement(path)) {
      return masks.ofStatement(path, field.schema());
    }
    return within(tables, field.schema(), path + ".", key);
  }

  /**
   * Compiles the mask for a header that is an event's source, the column of the header's name, or a
   * row.
   *
   * @return null if it has no masked column
   */
  StructMask.FieldMask forHeader(List<TableName> tables, String name, Schema schema) {
    if (Envelope.isSource(schema)) {
      return forSource(schema);
    }
    StructMask.FieldMask ofColumn = within(tables, schema, name + ".", false);
    return ofColumn == null ? within(tables, schema, "", false) : ofColumn;
  }

  /**
   * Compiles the mask for the structs within a field: the field itself, or elements of arrays and
   * maps.
   *
   * @return null if there is nothing to mask
   */
  private StructMask.FieldMask within(
      List<TableName> tables, Schema schema, String parent, boolean key) {
    return switch (schema.type()) {
      case STRUCT -> {
        StructMask mask = compile(tables, schema, parent, key);
        yield mask == null ? null : new StructMask.FieldMask(mask.schema(), mask);
      }
      case ARRAY -> {
        StructMask.FieldMask each = within(tables, schema.valueSchema(), parent, key);
        yield each == null
            ? null
            : new StructMask.FieldMask(
                Schemas.like(schema, SchemaBuilder.array(each.schema())), each.mask().ofElements());
      }
      case MAP -> {
        if (within(tables, schema.keySchema(), parent, key) != null) {
          throw new DataException(
              "Masking table %s: %s is a map whose keys hold masked columns; name the whole of it"
                  .formatted(
                      tables.get(0),
                      parent.isEmpty() ? "it" : parent.substring(0, parent.length() - 1)));
        }
        StructMask.FieldMask each = within(tables, schema.valueSchema(), parent, key);
        yield each == null
            ? null
            : new StructMask.FieldMask(
                Schemas.like(schema, SchemaBuilder.map(schema.keySchema(), each.schema())),
                each.mask().ofValues());
      }
      default -> null;
    };
  }

  /** See {@link ColumnMasks#of}. */
  StructMask.FieldMask fieldMask(
      List<TableName> tables, String path, MaskMethod method, Schema source) {
    return masks.of(tables, path, method, source);
  }
}
