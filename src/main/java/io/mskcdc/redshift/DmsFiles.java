package io.mskcdc.redshift;

import static io.mskcdc.problem.ErrorCode.REDSHIFT_RECORDS_UNFIT;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.dms.DmsTask;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of the files that a DMS task writes to S3.
 *
 * <p>Source: "Using Amazon S3 as a target" in the AWS Database Migration Service User Guide. Of the
 * columns that DMS adds, Op comes first, then the timestamp. That order is the one of the tables
 * that DMS describes in a Glue catalog; the guide does not say it.
 *
 * @param folder the address of the folder of all schemas, like {@code s3://bucket/raw/}
 * @param parquet whether the files are Parquet, not CSV
 * @param options the options of COPY
 * @param opInLoad whether the files of the full load have the operation
 * @param timestamp whether all files have the timestamp column
 */
record DmsFiles(
    String folder, boolean parquet, String options, boolean opInLoad, boolean timestamp) {

  /**
   * Reads the settings of a task.
   *
   * @param where its file, for errors
   * @throws ProblemException if the SQL cannot read its files
   */
  static DmsFiles of(DmsTask task, String where) {
    List<Problem> problems = new ArrayList<>();
    if (!task.target().isS3()) {
      throw new ProblemException(
          unfit(where, null, "the target is not S3", "name a task that writes to S3"));
    }
    JsonNode settings = task.target().settings();
    boolean parquet = settings.path("DataFormat").asText("csv").equals("parquet");
    boolean timestamp = !settings.path("TimestampColumnName").asText("").isEmpty();
    refuse(
        problems, where, settings, "PreserveTransactions", "its files have changes of many tables");
    refuse(problems, where, settings, "CdcInsertsOnly", "updates and deletes are missing");
    refuse(problems, where, settings, "CdcInsertsAndUpdates", "deletes are missing");
    if (!settings.path("CdcPath").asText("").isEmpty()) {
      problems.add(
          unfit(where, "CdcPath", "changes are in another folder than their table's", "remove it"));
    }
    String sequence = settings.path("DatePartitionSequence").asText("YYYYMMDD");
    if (isOn(settings, "DatePartitionEnabled") && !sequence.startsWith("YYYY")) {
      problems.add(
          unfit(
              where,
              "DatePartitionSequence",
              "folders of " + sequence + " do not begin with the year, by which changes are found",
              "write YYYYMMDD"));
    }
    String bucket = settings.path("BucketName").asText();
    String prefix = settings.path("BucketFolder").asText("");
    String folder = "s3://" + bucket + "/" + (prefix.isEmpty() ? "" : prefix + "/");
    String options = parquet ? "FORMAT AS PARQUET" : csv(problems, where, settings);
    if (!SqlText.isLiteral(folder)) {
      problems.add(
          unfit(where, "BucketFolder", "it has a backslash or a control character", "rename it"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new DmsFiles(
        folder, parquet, options, isOn(settings, "IncludeOpForFullLoad"), timestamp);
  }

  private static String csv(List<Problem> problems, String where, JsonNode settings) {
    String delimiter = settings.path("CsvDelimiter").asText(",");
    String nullValue = settings.path("CsvNullValue").asText("NULL");
    if (!settings.path("CsvRowDelimiter").asText("\\n").matches("\n|\\\\n")) {
      problems.add(
          unfit(where, "CsvRowDelimiter", "COPY knows the end of a line only", "remove it"));
    }
    if (delimiter.length() != 1 || !SqlText.isLiteral(delimiter)) {
      problems.add(unfit(where, "CsvDelimiter", "COPY takes one printable character", "remove it"));
    }
    if (nullValue.isEmpty() || !SqlText.isLiteral(nullValue)) {
      problems.add(
          unfit(
              where,
              "CsvNullValue",
              "null and an empty text are the same in the files",
              "remove it"));
    }
    if (settings.has("Rfc4180") && !isOn(settings, "Rfc4180")) {
      problems.add(unfit(where, "Rfc4180", "quotes within values are not doubled", "remove it"));
    }
    if (!problems.isEmpty()) {
      return "";
    }
    return "FORMAT AS CSV DELIMITER "
        + SqlText.literal(delimiter)
        + " NULL AS "
        + SqlText.literal(nullValue)
        + (isOn(settings, "AddColumnName") ? " IGNOREHEADER 1" : "")
        + (settings.path("CompressionType").asText("none").equals("gzip") ? " GZIP" : "")
        + " DATEFORMAT 'auto' TIMEFORMAT 'auto'";
  }

  private static void refuse(
      List<Problem> problems, String where, JsonNode settings, String key, String message) {
    if (isOn(settings, key)) {
      problems.add(unfit(where, key, message, "remove it"));
    }
  }

  private static boolean isOn(JsonNode settings, String name) {
    return settings.path(name).asText().equals("true");
  }

  static Problem unfit(String where, String key, String message, String next) {
    return new Problem(REDSHIFT_RECORDS_UNFIT, where, key, message, next);
  }

  /**
   * Returns the statement that loads files of a table.
   *
   * @param into the table in Redshift, in quotes
   * @param table the folder of the table, like {@code shop/orders/}
   * @param start what the names of the files begin with
   * @param iamRole the ARN of the role that reads them, or {@code default}
   */
  String copy(String into, String table, String start, String iamRole) {
    return "COPY "
        + into
        + "\nFROM "
        + SqlText.literal(folder + table + start)
        + "\nIAM_ROLE "
        + TopicSource.iamRole(iamRole)
        + "\n"
        + options
        + ";\n";
  }
}
