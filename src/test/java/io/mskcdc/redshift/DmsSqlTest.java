package io.mskcdc.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.dms.DmsTask;
import io.mskcdc.dms.MigrationType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The text of the SQL for DMS's files. {@code -Dmskcdc.redshift.write} writes the expected file.
 */
class DmsSqlTest {
  private static final String HEADER =
      "table_schema\ttable_name\tcolumn_name\tcolumn_type\tcolumn_key\n";

  @TempDir Path temp;

  @Test
  void givenATaskWithCsvThenTheSqlLoadsAndAppliesItsFiles() throws IOException {
    String sql = DmsTasks.sql(temp, DmsTasks.CSV, DmsTasks.SEQUENCE);

    Path expected = Path.of("test/resources/io/mskcdc/redshift/dms.sql");
    if (System.getProperty("mskcdc.redshift.write") != null) {
      Files.writeString(expected, sql);
    }
    assertThat(sql).isEqualTo(Files.readString(expected));
  }

  @Test
  void givenParquetThenTheTableOfTheFilesHasExactlyTheirColumns() throws IOException {
    String sql =
        DmsTasks.sql(
            temp,
            "{BucketName: lake, ServiceAccessRoleArn: 'arn:aws:iam::111122223333:role/dms', DataFormat: parquet, TimestampColumnName: t,"
                + " DatePartitionEnabled: true}",
            "");

    assertThat(sql)
        .contains(
            """
            COPY "orders_lake"."shop__orders__load"
            FROM 's3://lake/shop/orders/LOAD'
            IAM_ROLE 'arn:aws:iam::111122223333:role/redshift'
            FORMAT AS PARQUET;
            COPY "orders_lake"."shop__orders__changes"
            FROM 's3://lake/shop/orders/2'
            IAM_ROLE 'arn:aws:iam::111122223333:role/redshift'
            FORMAT AS PARQUET;
            """,
            """
            CREATE TABLE "orders_lake"."shop__orders__load" (
              "__position" VARCHAR(64),
              "id" BIGINT,
            """,
            """
            CREATE TABLE "orders_lake"."shop__orders__changes" (
              "__op" VARCHAR(4),
              "__position" VARCHAR(64),
              "id" BIGINT,
            """);
  }

  @Test
  void givenAFullLoadOnlyThenNoChangesAreExpected() throws IOException {
    DmsTask both =
        DmsTasks.task(
            temp,
            "{BucketName: lake, ServiceAccessRoleArn: 'arn:aws:iam::111122223333:role/dms', CompressionType: GZIP, CsvDelimiter: ';'}",
            "");
    DmsTask load =
        new DmsTask(
            both.file(),
            both.identifier(),
            MigrationType.FULL_LOAD,
            both.startPosition(),
            both.startTime(),
            both.source(),
            both.target(),
            both.compute(),
            both.tableMappings(),
            both.settings(),
            both.tags());

    String sql = DmsTasks.sql(load, temp, HEADER + "shop\torders\tid\tint\tPRI\n");

    assertThat(sql)
        .contains(
            "FORMAT AS CSV DELIMITER ';' NULL AS 'NULL' GZIP DATEFORMAT 'auto' TIMEFORMAT 'auto';")
        .doesNotContain("__changes", "refused >");
  }

  @Test
  void givenRenamedTablesThenFoldersAndTablesHaveTheNewNames() throws IOException {
    String sql =
        DmsTasks.sql(
            temp,
            DmsTasks.CSV,
            """
            mappingRules:
              - {rule-type: transformation, rule-action: rename, rule-target: schema, value: Lake,
                 object-locator: {schema-name: shop}}
              - {rule-type: transformation, rule-action: rename, rule-target: table, value: Sales,
                 object-locator: {schema-name: shop, table-name: orders}}
            """);

    assertThat(sql)
        .contains("'s3://lake/raw/Lake/Sales/LOAD'", "CREATE TABLE \"lake\".\"sales\" (");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PreserveTransactions: true, CdcPath: c | PreserveTransactions: its files have changes of many tables",
        "CdcInsertsOnly: true | CdcInsertsOnly: updates and deletes are missing",
        "CdcInsertsAndUpdates: true | CdcInsertsAndUpdates: deletes are missing",
        "DatePartitionEnabled: true, DatePartitionSequence: DDMMYYYY | DatePartitionSequence: folders of DDMMYYYY",
        "CsvNullValue: '' | CsvNullValue: null and an empty text are the same",
        "CsvDelimiter: ab | CsvDelimiter: COPY takes one printable character",
        "CsvRowDelimiter: ';' | CsvRowDelimiter: COPY knows the end of a line only",
        "Rfc4180: false | Rfc4180: quotes within values are not doubled",
      })
  void givenFilesThatTheSqlCannotReadThenItIsAnError(String settings, String message) {
    assertThatThrownBy(
            () ->
                DmsTasks.sql(
                    temp,
                    "{BucketName: lake, ServiceAccessRoleArn: 'arn:aws:iam::111122223333:role/dms', TimestampColumnName: t, "
                        + settings
                        + "}",
                    ""))
        .hasMessageContaining("[redshift-records-unfit] orders-lake.yaml, " + message);
  }

  @Test
  void givenChangesWithoutAnOrderThenItIsAnError() {
    assertThatThrownBy(
            () ->
                DmsTasks.sql(
                    temp,
                    "{BucketName: lake, ServiceAccessRoleArn: 'arn:aws:iam::111122223333:role/dms'}",
                    ""))
        .hasMessageContaining("TimestampColumnName: the changes of shop.orders have no order");
  }

  @Test
  void givenARuleThatTheSqlDoesNotKnowThenItIsAnError() {
    assertThatThrownBy(
            () ->
                DmsTasks.sql(
                    temp,
                    DmsTasks.CSV,
                    """
                    mappingRules:
                      - {rule-type: transformation, rule-action: add-prefix, rule-target: column,
                         value: x_, object-locator: {schema-name: shop, table-name: orders,
                         column-name: "%"}}
                    """))
        .hasMessageContaining("does not know what the rule add-prefix of a column does");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop;orders;id;int; | shop.orders has no place in Redshift: without a primary key",
        "shop;orders;id;vector(3);PRI | the type vector(3) of shop.orders.id is not known",
        "shop;orders;__op;int;PRI | two of its columns are named __op",
        "other;orders;id;int;PRI | the task selects no table of the file with the columns",
        "shop;or\\\\ders;id;int;PRI | its name has a backslash",
        "shop;orders;id | columns.tsv:2: it has 3 fields instead of 5",
      })
  void givenColumnsThatDoNotFitThenItIsAnError(String line, String message) {
    assertThatThrownBy(
            () ->
                DmsTasks.sql(
                    DmsTasks.task(temp, DmsTasks.CSV, ""),
                    temp,
                    HEADER + line.replace(';', '\t') + "\n"))
        .hasMessageContaining(message);
  }

  @Test
  void givenAnotherFileThenItIsAnError() {
    assertThatThrownBy(() -> DmsTasks.sql(DmsTasks.task(temp, DmsTasks.CSV, ""), temp, "a\tb\n"))
        .hasMessageContaining("columns.tsv:1: its first line does not name the columns");
  }
}
