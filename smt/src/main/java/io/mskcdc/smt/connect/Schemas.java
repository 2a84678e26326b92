package io.mskcdc.smt.connect;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Making schemas after the pattern of others. */
public final class Schemas {

  private Schemas() {}

  /** Carries name, version, documentation and parameters over; not whether it is optional. */
  public static SchemaBuilder named(Schema source, SchemaBuilder builder) {
    return described(source, builder).name(source.name());
  }

  /** Carries version, documentation and parameters over. */
  public static SchemaBuilder described(Schema source, SchemaBuilder builder) {
    builder.version(source.version()).doc(source.doc());
    return source.parameters() == null ? builder : builder.parameters(source.parameters());
  }

  /** The same type, element types and fields included, and nothing else. */
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

  /** The same type, in which nothing has a default value any more, however deep. */
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
   * Finishes a schema with the name, documentation and so on of another, but no default: what was
   * left to that is null then.
   */
  public static Schema like(Schema source, SchemaBuilder builder) {
    named(source, builder);
    boolean mayBeNull = source.isOptional() || source.defaultValue() != null;
    return (mayBeNull ? builder.optional() : builder).build();
  }

  /**
   * The struct that comes with a schema. Its values are taken by their positions, so in a struct of
   * another schema a masked column could stand where none is looked for. A builder stands for what
   * it builds.
   *
   * @param where the topic or the header, for errors
   * @throws DataException if the value is no struct, or one of another schema
   */
  public static Struct struct(String where, Schema schema, Object value) {
    if (value instanceof Struct struct
        && (struct.schema() == schema || struct.schema().schema().equals(schema.schema()))) {
      return struct;
    }
    throw new DataException(
        "%s: what comes with the schema %s is %s"
            .formatted(
                where,
                schema.name(),
                value instanceof Struct struct
                    ? "a struct of another schema, " + struct.schema().name()
                    : "no struct but " + value.getClass().getSimpleName()));
  }

  /**
   * The error for a value that could not be written to its position.
   *
   * @param cause what the field's schema or its mask said, which never holds the value
   */
  public static DataException fieldError(Schema struct, Field position, DataException cause) {
    if (position == null) {
      return cause;
    }
    String name = struct.fields().get(position.index()).name();
    // What Kafka says of a field without a name.
    String said = cause.getMessage().replace("field: \"null\"", "field: \"" + name + '"');
    return new DataException("%s, field %s: %s".formatted(struct.name(), name, said));
  }
}
