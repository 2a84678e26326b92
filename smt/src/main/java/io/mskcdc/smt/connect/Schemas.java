package io.mskcdc.smt.connect;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Makes schemas from other schemas, and checks values against them. */
public final class Schemas {

  private Schemas() {}

  /** Copies name, version, documentation and parameters, but not whether it is optional. */
  public static SchemaBuilder named(Schema source, SchemaBuilder builder) {
    return described(source, builder).name(source.name());
  }

  /** Copies version, documentation and parameters. */
  public static SchemaBuilder described(Schema source, SchemaBuilder builder) {
    builder.version(source.version()).doc(source.doc());
    return source.parameters() == null ? builder : builder.parameters(source.parameters());
  }

  /** Copies the type with element types and fields, and nothing else. */
  public static SchemaBuilder sameType(Schema source) {
    return switch (source.type()) {
      case ARRAY -> SchemaBuilder.array(source.valueSchema());
      case MAP -> SchemaBuilder.map(source.keySchema(), source.valueSchema());
      case STRUCT -> {
        SchemaBuilder struct = SchemaBuilder.struct();
        source.fields().forEach(field -> struct.field(field.name(), field.schema()));
        yield struct;
      }
      default -> new SchemaBuilder(source.type());
    };
  }

  /** Copies the type as {@link #sameType}, without default values on any level. */
  public static SchemaBuilder sameTypeWithoutDefaults(Schema source) {
    return switch (source.type()) {
      case ARRAY -> SchemaBuilder.array(withoutDefaults(source.valueSchema()));
      case MAP ->
          SchemaBuilder.map(
              withoutDefaults(source.keySchema()), withoutDefaults(source.valueSchema()));
      case STRUCT -> {
        SchemaBuilder struct = SchemaBuilder.struct();
        for (Field field : source.fields()) {
          struct.field(field.name(), withoutDefaults(field.schema()));
        }
        yield struct;
      }
      default -> new SchemaBuilder(source.type());
    };
  }

  private static Schema withoutDefaults(Schema source) {
    return like(source, sameTypeWithoutDefaults(source));
  }

  /**
   * Finishes a schema with the name, version, documentation and parameters of another one. The
   * default value is dropped; the schema is then optional, because fields may have been left to the
   * default.
   */
  public static Schema like(Schema source, SchemaBuilder builder) {
    named(source, builder);
    boolean mayBeNull = source.isOptional() || source.defaultValue() != null;
    return (mayBeNull ? builder.optional() : builder).build();
  }

  /**
   * Casts a value to a struct and checks its schema. Values are read by position, so a struct of
   * another schema could have a masked column in the position of a copied one. A SchemaBuilder
   * counts as the schema that it builds.
   *
   * @param where the topic or the header, for errors
   * @throws DataException if the value is not a struct of that schema
   */
  public static Struct struct(String where, Schema schema, Object value) {
    if (value instanceof Struct struct
        && (struct.schema() == schema || struct.schema().schema().equals(schema.schema()))) {
      return struct;
    }
    throw new DataException(
        "%s: the value with the schema %s is %s"
            .formatted(
                where,
                schema.name(),
                value instanceof Struct struct
                    ? "a struct of another schema, " + struct.schema().name()
                    : "not a struct but " + value.getClass().getSimpleName()));
  }

  /**
   * Adds the names of the struct and of the field to an error.
   *
   * @param position the field's position, or null if the error is not about a field
   * @param cause the error of the field's schema or mask, which never contains the value
   */
  public static DataException fieldError(Schema struct, Field position, DataException cause) {
    if (position == null) {
      return cause;
    }
    String name = struct.fields().get(position.index()).name();
    // Kafka's message for a field without a name contains "null".
    String message = cause.getMessage().replace("field: \"null\"", "field: \"" + name + '"');
    return new DataException("%s, field %s: %s".formatted(struct.name(), name, message));
  }
}
