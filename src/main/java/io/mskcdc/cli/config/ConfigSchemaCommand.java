package io.mskcdc.cli.config;

import io.mskcdc.cli.option.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of connector files. */
@Command(
    name = "schema",
    description =
        "Prints the JSON Schema of connector files. The folder schema of the bundle holds a copy.",
    footer = {"", "Example:", "  mskcdc config schema > connector.schema.json"},
    mixinStandardHelpOptions = true)
final class ConfigSchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup private Other other;

  /** The files other than a connector's that have a schema. */
  private static final class Other {
    @Option(names = "--overlay", description = "Print the schema of overlay files instead.")
    private boolean overlay;

    @Option(names = "--environment", description = "Print the schema of environment.yaml instead.")
    private boolean environment;

    @Option(names = "--dms", description = "Print the schema of DMS tasks instead.")
    private boolean dms;

    private String file() {
      return overlay ? "overlay" : dms ? "dms" : "environment";
    }
  }

  @Override
  public Integer call() throws IOException {
    String name = (other == null ? "connector" : other.file()) + ".schema.json";
    try (InputStream in =
        ConfigSchemaCommand.class.getResourceAsStream("/io/mskcdc/schema/" + name)) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      out.flush();
    }
    return ExitCode.DONE;
  }
}
