package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Spark SQL for the tables of a connector in the lake.
 *
 * @param connector the connector's name
 * @param sql the statements
 */
public record LakeDdlReport(String connector, String sql) implements Report {
  @Override
  public String kind() {
    return "lake-ddl";
  }

  @Override
  public String text(Palette palette) {
    return sql;
  }

  @Override
  public String markdown() {
    return Markdown.block("sql", sql);
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("connector", connector).put("sql", sql);
  }
}
