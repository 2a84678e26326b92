package io.mskcdc.cli.redshift;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.deploy.RedshiftTables;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the SQL with which Redshift keeps tables of the files of a DMS task. */
@Command(
    name = "dms",
    description =
        "Prints the SQL with which Redshift loads the files that a DMS task writes to S3, and applies"
            + " them: tables, COPY, procedures, grants and a check.",
    footer = {
      "",
      "Needs no connection. The file of --columns is the result of",
      "",
      "  mysql --batch -e \"SELECT table_schema, table_name, column_name, column_type,",
      "    column_key FROM information_schema.columns",
      "    ORDER BY table_schema, table_name, ordinal_position\"",
      "",
      "Example:",
      "  mskcdc redshift dms orders-lake --columns columns.tsv --iam-role ARN"
    },
    mixinStandardHelpOptions = true)
final class RedshiftDmsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The DMS task.")
  private String name;

  @Option(
      names = "--columns",
      paramLabel = "FILE",
      required = true,
      description = "A file with the columns of the database.")
  private Path columns;

  @Mixin private RedshiftOptions redshift;
  @Mixin private EnvironmentOptions options;

  @Override
  public Integer call() {
    RedshiftTables tables =
        new RedshiftTables(
            options.loadDmsFilesOnly(List.of(name)), redshift.iamRole(), redshift.readers());
    options.print(tables.ofFiles(name, columns));
    return ExitCode.DONE;
  }
}
