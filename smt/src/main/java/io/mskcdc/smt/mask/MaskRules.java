package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.mask.method.DropMethod;
import io.mskcdc.smt.mask.method.MaskMethod;
import io.mskcdc.smt.unwrap.AddedFields;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/** Which columns are masked, and how; compiled for the schemas of tables, keys and envelopes. */
public final class MaskRules {

  /** One method and the columns it is for. */
  record Rule(MaskMethod method, List<ColumnPattern> patterns) {}

  private final List<Rule> rules;
  private final ColumnMasks masks;
  private final AddedFields added;
  private final Interner shapes;

  MaskRules(List<Rule> rules, String keyId) {
    this(rules, new ColumnMasks(keyId), AddedFields.BY_DEFAULT_NAMES, new Interner());
  }

  private MaskRules(List<Rule> rules, ColumnMasks masks, AddedFields added, Interner shapes) {
    this.rules = rules;
    this.masks = masks;
    this.added = added;
    this.shapes = shapes;
  }

  /**
   * The same rules where it is known, instead of guessed from names, which fields of a row and
   * which headers were copied from the envelope. A copy of a column is masked as the column is, a
   * copy of {@code source.query} as the query; any other is metadata, which no wildcard is for.
   *
   * @param newNameToSource for each added name, prefix included, what it is a copy of: {@code
   *     before.email}, {@code source.query}, {@code op}
   */
  public MaskRules withCopies(Map<String, String> newNameToSource) {
    return new MaskRules(rules, masks, AddedFields.of(newNameToSource), shapes);
  }

  /** The same rules for the images of an envelope, where every field is a column. */
  MaskRules forImages() {
    return new MaskRules(rules, masks, AddedFields.NONE, shapes);
  }

  /**
   * @return null if nothing in a row of this table is masked
   * @throws DataException if a rule cannot be honoured: its column is missing, its method does not
   *     fit the column's type, or two methods are for one column
   */
  StructMask forRow(List<TableName> tables, Schema row) {
    requireColumns(tables, row);
    return forPartOfRow(tables, row);
  }

  /** As {@link #forRow}, for a row that may lack columns that its table has. */
  StructMask forPartOfRow(List<TableName> tables, Schema row) {
    return compile(tables, row, "", false);
  }

  /**
   * @return null if the key holds no masked column
   * @throws DataException if a rule cannot be honoured, or would make one key out of two
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
        && mayConcern(tables)) {
      // Flatten, which leaves the schema its name, makes after.email of a column.
      throw new DataException(
          "Masking table %s: its events have neither %s nor %s, in which columns are looked for;"
                  .formatted(tables.get(0), Envelope.BEFORE, Envelope.AFTER)
              + " mask before a transform that takes events apart");
    }
    for (String image : List.of(Envelope.BEFORE, Envelope.AFTER)) {
      Field field = envelope.field(image);
      if (field != null && field.schema().type() != Schema.Type.STRUCT && mayConcern(tables)) {
        throw new DataException(
            "Masking table %s: its rows are no structs but %s, in which no column can be masked"
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
    return fields.isEmpty() ? null : new StructMask(envelope, fields, Set.of(), shapes);
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
    StructMask mask = new StructMask(source, statements, Set.of(), shapes);
    return new StructMask.FieldMask(mask.schema(), mask);
  }

  /**
   * The method for a field of a row, or for a header, which may be a column's copy by another name.
   *
   * @return null if it stays as it is
   * @throws DataException if there are two
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
   * The method for a header. A wildcard, or regular expression, is for columns: of a header, it
   * tells nothing but where the table has a column of that name.
   */
  MaskMethod methodOfHeader(List<TableName> tables, String name, SeenColumns columns) {
    MaskMethod method = methodOf(tables, name, added.has(name) || !columns.mayHave(name));
    return method == null ? methodOfOriginal(tables, name) : method;
  }

  /** Whether a rule may be for a column of this table, whatever columns it has. */
  boolean mayConcern(List<TableName> tables) {
    return rules.stream()
        .flatMap(rule -> rule.patterns.stream())
        .anyMatch(pattern -> tables.stream().anyMatch(pattern::mayConcern));
  }

  /** Whether a field, or header, is a copy of the statement that changed the row. */
  boolean isStatement(String path) {
    return added.isStatement(path);
  }

  /**
   * @throws DataException if a rule names a column that rows of this schema do not have
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
        if (key && !method.keepsKeysApart()) {
          throw mergesKeys(tables, path, method);
        }
        if (method instanceof DropMethod) {
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
        : new StructMask(schema, fields, dropped, shapes);
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
   * How to mask what is within a header: of an event's source, of a column by that name, else of a
   * row.
   *
   * @return null if it holds no masked column
   */
  StructMask.FieldMask forHeader(List<TableName> tables, String name, Schema schema) {
    if (Envelope.isSource(schema)) {
      return forSource(schema);
    }
    StructMask.FieldMask ofColumn = within(tables, schema, name + ".", false);
    return ofColumn == null ? within(tables, schema, "", false) : ofColumn;
  }

  /** Masks the structs that a field is made of, as it is or in arrays and maps; null if none. */
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

  /** How one column, or header, is masked; see {@link ColumnMasks#of}. */
  StructMask.FieldMask fieldMask(
      List<TableName> tables, String path, MaskMethod method, Schema source) {
    return masks.of(tables, path, method, source);
  }
}
