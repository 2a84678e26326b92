package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.mask.method.ColumnMask;
import io.mskcdc.smt.mask.method.ColumnType;
import io.mskcdc.smt.mask.method.MaskMethod;
import io.mskcdc.smt.mask.method.MaskMethods;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/**
 * Applies methods to columns: makes the mask for the values and the schema that names the method.
 */
final class ColumnMasks {

  private static final String METHOD_PARAMETER = "mskcdc.mask.method";
  private static final String WITHIN_PARAMETER = "mskcdc.mask.within";
  private static final String KEY_ID_PARAMETER = "mskcdc.mask.key.id";
  // Debezium lists the values of an ENUM or SET column here.
  private static final String ALLOWED_PARAMETER = "allowed";
  private static final String DEBEZIUM_PARAMETERS = "__debezium.";

  private static final String UNLISTED =
      "; no rule names the column, so list it, or let unlisted be a method for any type";

  private final String keyId;

  ColumnMasks(String keyId) {
    this.keyId = keyId;
  }

  /**
   * Applies a method to a column or header of this schema.
   *
   * @param unlisted whether no rule names the column
   * @throws DataException if the method cannot be applied to the type
   */
  StructMask.FieldMask of(
      List<TableName> tables, String path, MaskMethod method, boolean unlisted, Schema source) {
    ColumnType type = ColumnType.of(source);
    boolean string = method.producesString(type);
    SchemaBuilder builder =
        string ? SchemaBuilder.string() : Schemas.sameTypeWithoutDefaults(source);
    if (!string) {
      builder.name(source.name()).version(source.version());
    }
    builder.doc(source.doc()).parameters(parametersOf(method, source, string));
    if (source.isOptional() || method.makesOptional()) {
      builder.optional();
    }
    Schema schema = builder.build();
    ColumnMask mask = method.maskOf(type, schema);
    if (mask == null) {
      throw new DataException(
          "Masking table %s: %s cannot be applied to column %s, which is %s"
                  .formatted(
                      tables.get(0),
                      method.name(),
                      Globs.shown(path),
                      source.name() == null ? source.type() : source.name())
              + (unlisted ? UNLISTED : ""));
    }
    if (source.defaultValue() != null && source.type() != Schema.Type.STRUCT) {
      schema = withDefault(schema, maskedDefault(tables, path, mask, source.defaultValue()));
    }
    return new StructMask.FieldMask(schema, mask);
  }

  /**
   * Makes the schema of a column within which values are masked.
   *
   * @param methods the methods of these values
   */
  StructMask.FieldMask within(
      List<TableName> tables,
      String path,
      List<MaskMethod> methods,
      Schema source,
      ColumnMask mask) {
    SchemaBuilder builder =
        Schemas.named(source, new SchemaBuilder(source.type()))
            .parameter(
                WITHIN_PARAMETER,
                methods.stream().map(MaskMethod::name).sorted().collect(Collectors.joining(",")));
    if (methods.stream().anyMatch(MaskMethod::isKeyed)) {
      builder.parameter(KEY_ID_PARAMETER, keyId);
    }
    // A text that is not known to be JSON may become null as a whole.
    boolean mayBeNull =
        ColumnType.of(source) != ColumnType.JSON
            && methods.stream().anyMatch(MaskMethod::makesOptional);
    Schema schema = (source.isOptional() || mayBeNull ? builder.optional() : builder).build();
    return new StructMask.FieldMask(
        source.defaultValue() == null
            ? schema
            : withDefault(schema, maskedDefault(tables, path, mask, source.defaultValue())),
        mask);
  }

  private Map<String, String> parametersOf(MaskMethod method, Schema source, boolean string) {
    Map<String, String> parameters = new TreeMap<>();
    if (source.parameters() != null) {
      parameters.putAll(source.parameters());
      parameters.keySet().remove(ALLOWED_PARAMETER);
      if (string) {
        parameters.keySet().removeIf(name -> !name.startsWith(DEBEZIUM_PARAMETERS));
      }
    }
    parameters.put(METHOD_PARAMETER, method.name());
    if (method.isKeyed()) {
      parameters.put(KEY_ID_PARAMETER, keyId);
    }
    return parameters;
  }

  private static Object maskedDefault(
      List<TableName> tables, String path, ColumnMask mask, Object value) {
    try {
      return mask.apply(value);
    } catch (DataException e) {
      throw new DataException(
          "Masking table %s: the default of column %s: %s"
              .formatted(tables.get(0), Globs.shown(path), e.getMessage()));
    }
  }

  private static Schema withDefault(Schema schema, Object value) {
    if (value == null) {
      return schema;
    }
    SchemaBuilder builder = Schemas.named(schema, Schemas.sameType(schema)).defaultValue(value);
    return (schema.isOptional() ? builder.optional() : builder).build();
  }

  /** Removes an SQL statement, which contains values of any column. */
  StructMask.FieldMask ofStatement(String name, Schema statement) {
    MaskMethod method = MaskMethods.removal(statement.isOptional());
    return of(List.of(new TableName("", null, Envelope.SOURCE)), name, method, false, statement);
  }
}
