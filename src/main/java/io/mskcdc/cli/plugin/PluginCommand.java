package io.mskcdc.cli.plugin;

import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Installation;
import io.mskcdc.cli.option.ReportOutput;
import io.mskcdc.plugin.ConnectVersion;
import io.mskcdc.plugin.PluginManifest;
import io.mskcdc.plugin.PluginVerifier;
import io.mskcdc.plugin.Verification;
import io.mskcdc.report.PluginReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Groups the commands for plugins. */
@Command(
    name = "plugin",
    description = "Checks plugins, uploads them to MSK Connect, and removes unused ones there.",
    subcommands = {PluginCommand.Verify.class, PluginUploadCommand.class, PluginGcCommand.class},
    footer = {"", "Example:", "  mskcdc plugin verify plugin.zip"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class PluginCommand {

  /** Checks whether a Connect worker can load a plugin. */
  @Command(
      name = "verify",
      description = "Checks whether a Connect worker can load a plugin. Needs no worker.",
      footer = {"", "Example:", "  mskcdc plugin verify plugin.zip --connect 2.7.1"},
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The plugin: a ZIP of JARs, or one JAR.")
    private Path file;

    @Option(
        names = "--connect",
        paramLabel = "RELEASE",
        defaultValue = "3.7.2",
        converter = Release.class,
        completionCandidates = Releases.class,
        description =
            "The release of Kafka Connect to check against: ${COMPLETION-CANDIDATES} (default:"
                + " ${DEFAULT-VALUE}).")
    private ConnectVersion connect;

    @Option(
        names = "--load",
        paramLabel = "RELEASE",
        converter = Release.class,
        completionCandidates = Releases.class,
        description =
            "Also create an instance of each connector, transform and other class that configurations"
                + " name, in the isolated class loader of this release: 3.7.2 or 4.3.1.")
    private ConnectVersion load;

    @ArgGroup(exclusive = false)
    private ManifestOptions manifest;

    @Mixin private ReportOutput output;

    @Override
    public Integer call() {
      boolean isOwn = manifest != null || PluginManifest.exists(file);
      Verification verification =
          new PluginVerifier(Installation.home()).verify(file, connect, load, isOwn);
      if (manifest != null) {
        PluginManifest.write(verification, manifest.sbom, manifest.commit, manifest.file);
      }
      output.print(new PluginReport(verification));
      return ExitCode.DONE;
    }
  }

  /** The options that write the manifest of a plugin, given together or not at all. */
  static final class ManifestOptions {
    @Option(
        names = "--manifest",
        required = true,
        paramLabel = "FILE",
        description =
            "Write the manifest of the plugin here: its JARs with coordinates, licences and SHA-256.")
    private Path file;

    @Option(
        names = "--sbom",
        required = true,
        paramLabel = "FILE",
        description = "The CycloneDX SBOM of the JARs, in JSON.")
    private Path sbom;

    @Option(
        names = "--commit",
        required = true,
        paramLabel = "SHA",
        description = "The commit that the plugin was built from.")
    private String commit;
  }

  /** Parses a release of Connect. */
  static final class Release implements ITypeConverter<ConnectVersion> {
    @Override
    public ConnectVersion convert(String value) {
      return Arrays.stream(ConnectVersion.values())
          .filter(version -> version.release().equals(value))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'" + value + "' is not one of " + new Releases()));
    }
  }

  /** The releases, for the help and the completion. */
  static final class Releases extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Releases() {
      Arrays.stream(ConnectVersion.values()).map(ConnectVersion::release).forEach(this::add);
    }
  }
}
