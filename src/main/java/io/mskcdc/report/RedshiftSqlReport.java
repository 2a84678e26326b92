package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * SQL for Redshift.
 *
 * @param source the connector or DMS task that it is for
 * @param sql the content of the file
 */
public record RedshiftSqlReport(String source, String sql) implements Report {
  @Override
  public String kind() {
    return "redshift-sql";
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
    document.put("source", source).put("sql", sql);
  }
}
