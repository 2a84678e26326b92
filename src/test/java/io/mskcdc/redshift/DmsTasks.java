package io.mskcdc.redshift;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.dms.DmsTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** DMS tasks and the columns of their database, for tests. */
final class DmsTasks {
  static final String CSV =
      "{BucketName: lake, ServiceAccessRoleArn: 'arn:aws:iam::111122223333:role/dms', BucketFolder: raw, IncludeOpForFullLoad: true, AddColumnName: true,"
          + " TimestampColumnName: dms_timestamp}";

  /** A column with the position of each change. */
  static final String SEQUENCE =
      """
      mappingRules:
        - rule-type: transformation
          rule-action: add-column
          rule-target: column
          object-locator: {schema-name: shop, table-name: "%"}
          value: change_seq
          expression: "$AR_H_CHANGE_SEQ"
          data-type: {type: string, length: 50}
      """;

  private static final String COLUMNS =
      """
      TABLE_SCHEMA\tTABLE_NAME\tCOLUMN_NAME\tCOLUMN_TYPE\tCOLUMN_KEY
      shop\torders\tid\tint unsigned\tPRI
      shop\torders\tsku\tvarchar(20)\tPRI
      shop\torders\tnote\ttext\t
      shop\torders\ttotal\tdecimal(10,2)\t
      shop\torders\tplaced\tdatetime(6)\t
      shop\torders\tpaid\tbit(1)\t
      shop\torders\tday\tdate\t
      shop\torders\temail\tvarchar(120)\tMUL
      shop\torders\tsecret\tvarchar(20)\t
      shop\taudit\tid\tint\tPRI
      """;

  private DmsTasks() {}

  /**
   * Returns a task.
   *
   * @param folder an empty folder
   * @param settings its S3Settings, as YAML in one line
   * @param rest further lines of its file
   */
  static DmsTask task(Path folder, String settings, String rest) {
    new BundleFolder(folder)
        .environment("test", "http://h:1", "connectors: []\ndms:\n  - name: orders-lake")
        .file(
            "dms/orders-lake.yaml",
            """
            migrationType: full-load-and-cdc
            source: {EngineName: mysql, ServerName: h, Port: 3306}
            target:
              EngineName: s3
              S3Settings: %s
            tables:
              - include: shop.%%
                masks: {email: hash-mask}
                removeColumns: [secret]
              - exclude: shop.audit
            serverless: {MaxCapacityUnits: 8}
            %s
            """
                .formatted(settings, rest));
    return DmsTask.of(
        new BundleReader(new BundlePaths(folder.resolve("connector-configs")))
            .readDmsTasks("test", List.of())
            .dmsTasks()
            .get(0));
  }

  /** Returns the SQL of a task with the columns above. */
  static String sql(Path folder, String settings, String rest) throws IOException {
    return sql(task(folder, settings, rest), folder, COLUMNS);
  }

  static String sql(DmsTask task, Path folder, String columns) throws IOException {
    Path file = folder.resolve("columns.tsv");
    Files.writeString(file, columns);
    return new DmsSql(
            task,
            "orders-lake.yaml",
            file,
            "arn:aws:iam::111122223333:role/redshift",
            new Readers(List.of(), List.of("analysts")))
        .sql();
  }
}
