package io.mskcdc.cli.plugin;

import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.TerminalColours;
import io.mskcdc.plugin.ConnectVersion;
import io.mskcdc.plugin.PluginManifest;
import io.mskcdc.plugin.PluginVerifier;
import io.mskcdc.plugin.Verification;
import io.mskcdc.report.Format;
import io.mskcdc.report.PluginReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What is done with plugins' files. */
@Command(
    name = "plugin",
    description = "Checks plugin ZIPs, uploads them to MSK Connect, and tidies up there.",
    subcommands = {PluginCommand.Verify.class, PluginUploadCommand.class, PluginGcCommand.class},
    footer = {"", "Example: mskcdc plugin verify plugin.zip"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class PluginCommand {

  /** Checks whether a worker takes a plugin. */
  @Command(
      name = "verify",
      description = "Checks whether a worker takes a plugin's ZIP, whoever made it.",
      footer = {"", "Example: mskcdc plugin verify plugin.zip --connect 2.7.1"},
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A ZIP of JARs, or one JAR.")
    private Path file;

    @Option(
        names = "--connect",
        paramLabel = "RELEASE",
        defaultValue = "3.7.2",
        converter = Release.class,
        completionCandidates = Releases.class,
        description =
            "The release of Connect to check for: ${COMPLETION-CANDIDATES} (default:"
                + " ${DEFAULT-VALUE}).")
    private ConnectVersion connect;

    @Option(
        names = "--load",
        paramLabel = "RELEASE",
        converter = Release.class,
        description = "Also load each class in a worker's isolated loader: 3.7.2 or 4.3.1.")
    private ConnectVersion load;

    @ArgGroup(exclusive = false)
    private ManifestOptions manifest;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        defaultValue = "text",
        description = "How to print: text, json or markdown (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(names = "--debug", description = "Print the stack trace of an error.")
    private boolean debug;

    @Override
    public Integer call() {
      Path root = Path.of(System.getProperty("mskcdc.root", ""));
      Verification verification = new PluginVerifier(root).verify(file, connect, load);
      if (manifest != null) {
        PluginManifest.write(verification, manifest.sbom, manifest.commit, manifest.file);
      }
      PrintWriter out = spec.commandLine().getOut();
      out.print(format.write(new PluginReport(verification), TerminalColours.ofProcess()));
      out.flush();
      return ExitCode.DONE;
    }
  }

  /** What a manifest is made of. */
  static final class ManifestOptions {
    @Option(
        names = "--manifest",
        required = true,
        paramLabel = "FILE",
        description = "Write the account of the plugin here.")
    private Path file;

    @Option(
        names = "--sbom",
        required = true,
        paramLabel = "FILE",
        description = "The CycloneDX SBOM of its JARs, in JSON.")
    private Path sbom;

    @Option(
        names = "--commit",
        required = true,
        paramLabel = "SHA",
        description = "The commit that it was built from.")
    private String commit;
  }

  /** Reads a release as people write it. */
  static final class Release implements ITypeConverter<ConnectVersion> {
    @Override
    public ConnectVersion convert(String value) {
      return Arrays.stream(ConnectVersion.values())
          .filter(version -> version.release().equals(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + value + "' is none of " + List.of(ConnectVersion.values())));
    }
  }

  /** The releases, for the help and for shells. */
  static final class Releases extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Releases() {
      Arrays.stream(ConnectVersion.values()).map(ConnectVersion::release).forEach(this::add);
    }
  }
}
