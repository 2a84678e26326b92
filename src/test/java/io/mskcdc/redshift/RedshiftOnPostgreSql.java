package io.mskcdc.redshift;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PostgreSQL lacks to run the SQL for Redshift. SUPER is a type over json with the casts that
 * Redshift documents; navigation into it becomes a call. Views are refreshed by hand.
 */
public final class RedshiftOnPostgreSql {
  private static final String NAME = "\"((?:[^\"]|\"\")+)\"";
  private static final Pattern NAVIGATION =
      Pattern.compile("\\br\\.\"(kafka_row|kafka_key)\"\\." + NAME);
  private static final Pattern EXTERNAL_SCHEMA =
      Pattern.compile("CREATE EXTERNAL SCHEMA IF NOT EXISTS (" + NAME + ")[^;]*;");

  private RedshiftOnPostgreSql() {}

  /** Creates the types and functions of Redshift. */
  static void createFunctions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TYPE super AS (j jsonb);

          CREATE FUNCTION json_parse(value bytea) RETURNS super IMMUTABLE LANGUAGE sql AS $$
            SELECT ROW(convert_from(value, 'UTF8')::jsonb)::super $$;
          CREATE FUNCTION super_get(value super, name text) RETURNS super IMMUTABLE LANGUAGE sql AS $$
            SELECT CASE WHEN (value).j -> name IS NOT NULL THEN ROW((value).j -> name)::super END $$;
          CREATE FUNCTION json_typeof(value super) RETURNS text IMMUTABLE LANGUAGE sql AS $$
            SELECT jsonb_typeof((value).j) $$;
          CREATE FUNCTION json_serialize(value super) RETURNS varchar IMMUTABLE LANGUAGE sql AS $$
            SELECT (value).j::text $$;
          CREATE FUNCTION lower_attribute_names(value super) RETURNS super IMMUTABLE LANGUAGE sql AS $$
            SELECT ROW(jsonb_object_agg(lower(key), field))::super FROM jsonb_each((value).j) AS x(key, field) $$;

          -- In Redshift's default mode a cast of SUPER returns null for another type.
          CREATE FUNCTION super_text(value super) RETURNS varchar IMMUTABLE LANGUAGE sql AS $$
            SELECT CASE WHEN jsonb_typeof((value).j) = 'string' THEN (value).j #>> '{}' END $$;
          CREATE FUNCTION super_bigint(value super) RETURNS bigint IMMUTABLE LANGUAGE sql AS $$
            SELECT CASE WHEN jsonb_typeof((value).j) = 'number' THEN ((value).j #>> '{}')::bigint END $$;
          CREATE FUNCTION super_integer(value super) RETURNS integer IMMUTABLE LANGUAGE sql AS $$
            SELECT super_bigint(value)::integer $$;
          CREATE FUNCTION super_smallint(value super) RETURNS smallint IMMUTABLE LANGUAGE sql AS $$
            SELECT super_bigint(value)::smallint $$;
          CREATE FUNCTION super_double(value super) RETURNS double precision IMMUTABLE LANGUAGE sql AS $$
            SELECT CASE WHEN jsonb_typeof((value).j) = 'number' THEN ((value).j #>> '{}')::double precision END $$;
          CREATE FUNCTION super_boolean(value super) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$
            SELECT CASE WHEN jsonb_typeof((value).j) = 'boolean' THEN ((value).j #>> '{}')::boolean END $$;
          CREATE CAST (super AS varchar) WITH FUNCTION super_text(super);
          CREATE CAST (super AS bigint) WITH FUNCTION super_bigint(super);
          CREATE CAST (super AS integer) WITH FUNCTION super_integer(super);
          CREATE CAST (super AS smallint) WITH FUNCTION super_smallint(super);
          CREATE CAST (super AS double precision) WITH FUNCTION super_double(super);
          CREATE CAST (super AS boolean) WITH FUNCTION super_boolean(super);
          """);
    }
  }

  /** Runs SQL for Redshift. */
  public static void execute(Connection connection, String redshift) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(translate(redshift));
    }
  }

  /** Returns SQL for Redshift as PostgreSQL takes it. */
  static String translate(String redshift) {
    String sql = EXTERNAL_SCHEMA.matcher(redshift).replaceAll("CREATE SCHEMA IF NOT EXISTS $1;");
    sql =
        NAVIGATION
            .matcher(sql)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        "super_get(r.\"%s\", '%s')"
                            .formatted(
                                found.group(1),
                                found.group(2).replace("\"\"", "\"").replace("'", "''"))));
    return sql.replace(" AUTO REFRESH YES AS\n", " AS\n")
        .replace(" TO ROLE ", " TO ")
        .replaceAll("(?m)^(SET|RESET) enable_case_sensitive_identifier.*$", "");
  }

  /**
   * Creates a table for a topic, from which the view of the topic reads.
   *
   * @param schema the external schema
   */
  public static void createTopic(Connection connection, String schema, String topic)
      throws SQLException {
    execute(
        connection,
        """
        CREATE SCHEMA IF NOT EXISTS %s;
        CREATE TABLE %s (
          kafka_partition BIGINT NOT NULL,
          kafka_offset BIGINT NOT NULL,
          kafka_timestamp TIMESTAMP,
          kafka_key BYTEA,
          kafka_value BYTEA
        );
        """
            .formatted(SqlText.identifier(schema), SqlText.qualified(schema, topic)));
  }
}
