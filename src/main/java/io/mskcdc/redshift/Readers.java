package io.mskcdc.redshift;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may read the tables.
 *
 * @param roles names of roles
 * @param groups names of groups
 */
public record Readers(List<String> roles, List<String> groups) {
  public Readers {
    roles = List.copyOf(roles);
    groups = List.copyOf(groups);
  }

  /** Returns the statements that let them read a table; none for no reader. */
  String grants(String schema, String table) {
    return Stream.concat(
            roles.stream().map(name -> "ROLE " + SqlText.identifier(name)),
            groups.stream().map(name -> "GROUP " + SqlText.identifier(name)))
        .map(
            reader ->
                """
                GRANT USAGE ON SCHEMA %s TO %s;
                GRANT SELECT ON TABLE %s TO %2$s;
                """
                    .formatted(
                        SqlText.identifier(schema), reader, SqlText.qualified(schema, table)))
        .collect(Collectors.joining());
  }
}
