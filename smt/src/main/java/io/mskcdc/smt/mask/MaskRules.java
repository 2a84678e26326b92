package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.mask.json.JsonMask;
import io.mskcdc.smt.mask.method.ColumnType;
import io.mskcdc.smt.mask.method.MaskMethod;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/** The configured rules: which columns are masked, and how. Compiles them for schemas. */
public final class MaskRules {

  // Debezium's own headers; those that hold a key are treated as such.
  private static final String DEBEZIUM_HEADERS = "__debezium.";

  private final ColumnRules rules;
  private final ColumnMasks masks;
  // Added to rows, and to headers.
  private final AddedFields added;
  private final AddedFields addedHeaders;
  private final Interner interner;

  MaskRules(ColumnRules rules, String keyId) {
    this(
        rules,
        new ColumnMasks(keyId),
        AddedFields.BY_DEFAULT_NAMES,
        AddedFields.BY_DEFAULT_NAMES,
        new Interner());
  }

  private MaskRules(
      ColumnRules rules,
      ColumnMasks masks,
      AddedFields added,
      AddedFields addedHeaders,
      Interner interner) {
    this.rules = rules;
    this.masks = masks;
    this.added = added;
    this.addedHeaders = addedHeaders;
    this.interner = interner;
  }

  /**
   * The same rules for records whose added fields and headers are known instead of guessed by their
   * names. A copy of a column is masked like the column and a copy of {@code source.query} like the
   * query. All other copies are metadata, to which wildcards do not apply.
   *
   * @param fields maps each name that is added to rows, prefix included, to the field of the
   *     envelope that it is a copy of: {@code before.email}, {@code source.query}, {@code op}
   * @param headers the same for headers
   */
  public MaskRules withCopies(Map<String, String> fields, Map<String, String> headers) {
    return new MaskRules(rules, masks, AddedFields.of(fields), AddedFields.of(headers), interner);
  }

  /** The same rules for headers, to which other names are added than to rows. */
  MaskRules forHeaders() {
    return new MaskRules(rules, masks, addedHeaders, addedHeaders, interner);
  }

  /**
   * The same rules for keys and for the images of an envelope, in which every field is a column.
   */
  MaskRules forImages() {
    return new MaskRules(rules, masks, AddedFields.NONE, AddedFields.NONE, interner);
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
    return compile(tables, row, "", false, false);
  }

  /**
   * @return null if the key has no masked column
   * @throws DataException if a rule cannot be applied, or may give two keys the same result
   */
  StructMask forKey(List<TableName> tables, Schema key) {
    return forImages().compile(tables, key, "", false, true);
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
        && mayMask(tables)) {
      // Kafka's Flatten keeps the schema's name but makes fields such as after.email.
      throw new DataException(
          "Masking table %s: its events have no columns, because %s and %s are missing; mask before"
                  .formatted(tables.get(0), Envelope.BEFORE, Envelope.AFTER)
              + " a transform that flattens events");
    }
    for (String image : List.of(Envelope.BEFORE, Envelope.AFTER)) {
      Field field = envelope.field(image);
      if (field != null && field.schema().type() != Schema.Type.STRUCT && mayMask(tables)) {
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
    Set<String> dropped = new LinkedHashSet<>();
    for (Field field : envelope.fields()) {
      // An event has no other fields, so another transform added them, perhaps from columns.
      if (!Envelope.FIELDS.contains(field.name())) {
        columns.compile(tables, field, Globs.part(field.name()), false, false, fields, dropped);
      }
    }
    return fields.isEmpty() && dropped.isEmpty()
        ? null
        : new StructMask(envelope, fields, dropped, interner);
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
   * Returns how a field of a row is treated. It may be the copy of a column under another name, or
   * metadata.
   *
   * @throws DataException if there are two methods
   */
  Treatment treatmentOf(List<TableName> tables, String path) {
    return treatmentOf(tables, path, added.has(path), false);
  }

  /**
   * @param maskedByName whether patterns with a wildcard do not mask it
   * @param clearByName whether patterns with a wildcard do not list it as clear
   */
  private Treatment treatmentOf(
      List<TableName> tables, String path, boolean maskedByName, boolean clearByName) {
    Treatment masked = rules.masked(tables, path, maskedByName);
    String column = added.columnOf(path);
    if (masked == null && column != null) {
      masked = rules.masked(tables, column, false);
    }
    if (masked != null) {
      return masked;
    }
    if (added.has(path)) {
      return column == null ? Treatment.METADATA : rules.unmasked(tables, column, false);
    }
    return rules.unmasked(tables, path, clearByName);
  }

  /**
   * Returns how a header is treated. A rule with a wildcard or regular expression applies to a
   * header only if the table has a column of the header's name. Until its columns are known, such a
   * rule masks the header and does not list it as clear.
   */
  Treatment treatmentOfHeader(List<TableName> tables, String name, SeenColumns columns) {
    return name.startsWith(DEBEZIUM_HEADERS)
        ? Treatment.METADATA
        : treatmentOf(
            tables,
            Globs.part(name),
            added.has(name) || !columns.mayHave(name),
            !columns.has(name));
  }

  /** See {@link ColumnRules#unlistedMethod}. */
  MaskMethod unlistedMethod(List<TableName> tables, String path, boolean key) {
    return rules.unlistedMethod(tables, path, key);
  }

  /** Returns the method for columns that no rule names; null if they pass or stop the task. */
  MaskMethod unlistedMethod() {
    return rules.closed().method();
  }

  /** Whether columns are masked that no rule names. */
  boolean areClosed() {
    return rules.closed().isOn();
  }

  ClosedMode closed() {
    return rules.closed();
  }

  /**
   * Returns the mask for a key without fields, which no rule can name.
   *
   * @throws DataException if unlisted columns of keys stop the task
   */
  StructMask.FieldMask forKeyWithoutFields(List<TableName> tables, Schema schema) {
    String path = "<key without fields>";
    MaskMethod method = rules.unlistedMethod(tables, path, true);
    if (!method.isInjective()) {
      throw mergesKeys(tables, path, method);
    }
    return schema == null
        ? new StructMask.FieldMask(null, method.maskOf(ColumnType.TEXT, null))
        : masks.of(tables, path, method, true, schema);
  }

  /** Returns the columns of a row or key that no rule names, if such columns do not pass. */
  Set<String> unlistedColumns(List<TableName> tables, Schema row) {
    Set<String> unlisted = new TreeSet<>();
    if (areClosed()) {
      addUnlisted(unlisted, tables, row, "");
    }
    return unlisted;
  }

  private void addUnlisted(
      Set<String> unlisted, List<TableName> tables, Schema schema, String parent) {
    if (schema.type() == Schema.Type.ARRAY || schema.type() == Schema.Type.MAP) {
      addUnlisted(unlisted, tables, schema.valueSchema(), parent);
    } else if (schema.type() == Schema.Type.STRUCT) {
      for (Field field : schema.fields()) {
        String path = parent + Globs.part(field.name());
        if (treatmentOf(tables, path).isUnlisted()) {
          if (listsWithin(tables, field.schema(), path + ".")) {
            addUnlisted(unlisted, tables, field.schema(), path + ".");
          } else {
            unlisted.add(Globs.shown(path));
          }
        }
      }
    }
  }

  /**
   * Whether a rule names a field within a structured column. The column then stays, and each field
   * is treated on its own.
   *
   * @param parent the column's path and a dot, or an empty string for a row
   */
  boolean listsWithin(List<TableName> tables, Schema schema, String parent) {
    return switch (schema.type()) {
      case ARRAY, MAP -> listsWithin(tables, schema.valueSchema(), parent);
      case STRUCT ->
          schema.fields().stream()
              .anyMatch(
                  field ->
                      !treatmentOf(tables, parent + Globs.part(field.name())).isUnlisted()
                          || listsWithin(
                              tables, field.schema(), parent + Globs.part(field.name()) + "."));
      default -> !parent.isEmpty() && isJson(schema) && listsWithin(tables, withoutDot(parent));
    };
  }

  /** Whether a rule lists values within a text of JSON; the column then stays. */
  private boolean listsWithin(List<TableName> tables, String path) {
    return new JsonPath(this, tables, path, false, true).isListed();
  }

  /** Returns the patterns that lead into a column, or into the original of a copy. */
  List<JsonPath.Lead> leadsInto(List<TableName> tables, String path) {
    String column = added.columnOf(path);
    List<JsonPath.Lead> leads = rules.leadsInto(tables, path, added.has(path));
    if (column != null) {
      leads.addAll(rules.leadsInto(tables, column, false));
    }
    return leads;
  }

  private static boolean isJson(Schema schema) {
    return ColumnType.of(schema) == ColumnType.JSON;
  }

  private static String withoutDot(String parent) {
    return parent.substring(0, parent.length() - 1);
  }

  /** See {@link ColumnRules#mayMask}. */
  boolean mayMask(List<TableName> tables) {
    return rules.mayMask(tables);
  }

  /** See {@link ColumnRules#isUnlistedTable}. */
  boolean isUnlistedTable(List<TableName> tables) {
    return rules.isUnlistedTable(tables);
  }

  /** Whether a field or header is a copy of the SQL statement that changed the row. */
  boolean isStatement(String path) {
    return added.isStatement(path);
  }

  /** See {@link ColumnRules#requireColumns}. */
  void requireColumns(List<TableName> tables, Schema row) {
    rules.requireColumns(tables, row);
  }

  /**
   * @param covered whether a clear column holds the struct, so that fields that no rule names are
   *     clear
   */
  private StructMask compile(
      List<TableName> tables, Schema schema, String parent, boolean covered, boolean key) {
    Map<String, StructMask.FieldMask> fields = new LinkedHashMap<>();
    Set<String> dropped = new LinkedHashSet<>();
    for (Field field : schema.fields()) {
      compile(tables, field, parent + Globs.part(field.name()), covered, key, fields, dropped);
    }
    if (fields.isEmpty() && dropped.isEmpty()) {
      return null;
    }
    Geometry.requireAllOrNone(
        tables, schema, parent, name -> fields.containsKey(name) || dropped.contains(name));
    return new StructMask(schema, fields, dropped, interner);
  }

  /** Adds a field to the masked or to the dropped ones, or to none of them. */
  private void compile(
      List<TableName> tables,
      Field field,
      String path,
      boolean covered,
      boolean key,
      Map<String, StructMask.FieldMask> fields,
      Set<String> dropped) {
    Treatment treatment = treatmentOf(tables, path);
    MaskMethod method =
        treatment.isUnlisted()
            ? unlistedMethod(tables, field.schema(), path, covered, key)
            : treatment.method();
    StructMask.FieldMask mask;
    if (method == null) {
      mask = ofUnnamed(tables, field, path, covered || !treatment.isUnlisted(), key);
    } else if (key && !method.isInjective()) {
      throw mergesKeys(tables, path, method);
    } else if (method.dropsField()) {
      dropped.add(field.name());
      return;
    } else {
      mask = masks.of(tables, path, method, treatment.isUnlisted(), field.schema());
    }
    if (mask != null) {
      fields.put(field.name(), mask);
    }
  }

  /** Returns the method for an unlisted field; null if it passes or its fields are treated. */
  private MaskMethod unlistedMethod(
      List<TableName> tables, Schema schema, String path, boolean covered, boolean key) {
    return covered || !areClosed() || listsWithin(tables, schema, path + ".")
        ? null
        : rules.unlistedMethod(tables, path, key);
  }

  static DataException mergesKeys(List<TableName> tables, String path, MaskMethod method) {
    return new DataException(
        "Masking table %s: column %s is in the record's key, where %s could make one key of two;"
                .formatted(tables.get(0), Globs.shown(path), method.name())
            + " mask it with hmac, of 128 bits or more");
  }

  private StructMask.FieldMask ofUnnamed(
      List<TableName> tables, Field field, String path, boolean covered, boolean key) {
    if (isStatement(path)) {
      return masks.ofStatement(path, field.schema());
    }
    return within(tables, field.schema(), path + ".", covered, key);
  }

  /**
   * Compiles the mask for a header: an event's source, the column of the header's name, or a row.
   *
   * @return null if it has no masked column
   */
  StructMask.FieldMask forHeader(
      List<TableName> tables, String name, Treatment treatment, Schema schema) {
    if (treatment.method() != null && !treatment.isUnlisted()) {
      return masks.of(tables, name, treatment.method(), false, schema);
    }
    if (Envelope.isSource(schema)) {
      return forSource(schema);
    }
    if (treatment.isUnlisted() && areClosed()) {
      return forUnlistedHeader(tables, name, schema);
    }
    if (schema.type() == Schema.Type.STRING) {
      return forText(tables, Globs.part(name), schema, true);
    }
    StructMask.FieldMask ofColumn = within(tables, schema, Globs.part(name) + ".", true, false);
    return ofColumn == null ? within(tables, schema, "", true, false) : ofColumn;
  }

  private StructMask.FieldMask forUnlistedHeader(
      List<TableName> tables, String name, Schema schema) {
    if (schema.type() == Schema.Type.STRING && listsWithin(tables, Globs.part(name))) {
      return forText(tables, Globs.part(name), schema, false);
    }
    for (String parent : List.of(Globs.part(name) + ".", "")) {
      if (listsWithin(tables, schema, parent)) {
        return within(tables, schema, parent, false, false);
      }
    }
    return masks.of(tables, name, rules.unlistedMethod(tables, name, false), true, schema);
  }

  /**
   * Compiles the mask for the structs within a field: the field itself, or elements of arrays and
   * maps.
   *
   * @return null if there is nothing to mask
   */
  private StructMask.FieldMask within(
      List<TableName> tables, Schema schema, String parent, boolean covered, boolean key) {
    return switch (schema.type()) {
      case STRUCT -> {
        StructMask mask = compile(tables, schema, parent, covered, key);
        yield mask == null ? null : new StructMask.FieldMask(mask.schema(), mask);
      }
      case ARRAY -> {
        StructMask.FieldMask each = within(tables, schema.valueSchema(), parent, covered, key);
        yield each == null
            ? null
            : new StructMask.FieldMask(
                Schemas.like(schema, SchemaBuilder.array(each.schema())), each.mask().ofElements());
      }
      case MAP -> {
        if (!schema.keySchema().type().isPrimitive()
            && within(tables, schema.keySchema(), parent, covered, key) != null) {
          throw new DataException(
              "Masking table %s: %s is a map whose keys hold masked columns; name the whole of it"
                  .formatted(
                      tables.get(0), parent.isEmpty() ? "it" : Globs.shown(withoutDot(parent))));
        }
        StructMask.FieldMask each = within(tables, schema.valueSchema(), parent, covered, key);
        yield each == null
            ? null
            : new StructMask.FieldMask(
                Schemas.like(schema, SchemaBuilder.map(schema.keySchema(), each.schema())),
                each.mask().ofValues());
      }
      default ->
          parent.isEmpty() ? null : withoutFields(tables, schema, withoutDot(parent), covered, key);
    };
  }

  /**
   * Compiles the mask for a column whose schema has no fields: those of JSON are in its text.
   *
   * @throws DataException if a rule names fields of a column that is not JSON, or is in a key
   */
  private StructMask.FieldMask withoutFields(
      List<TableName> tables, Schema schema, String path, boolean covered, boolean key) {
    if (isJson(schema) && !key) {
      return forText(tables, path, schema, covered);
    }
    JsonPath.Lead refused =
        leadsInto(tables, path).stream()
            .filter(lead -> lead.method() != null && (isJson(schema) || lead.isNamed()))
            .findFirst()
            .orElse(null);
    if (refused == null) {
      return null;
    }
    throw new DataException(
        "Masking table %s: %s.columns names fields of column %s, which is %s; name the whole column"
            .formatted(
                tables.get(0),
                refused.method().name(),
                Globs.shown(path),
                isJson(schema)
                    ? "in the record's key"
                    : (schema.name() == null ? schema.type() : schema.name()) + " without fields"));
  }

  /** Compiles the mask for values within a text of JSON; null if there is nothing to mask. */
  private StructMask.FieldMask forText(
      List<TableName> tables, String path, Schema schema, boolean covered) {
    JsonPath place = new JsonPath(this, tables, path, covered, isJson(schema));
    return place.isKept()
        ? null
        : masks.within(tables, path, place.methods(), schema, new JsonMask(place));
  }
}
