package io.mskcdc.cli;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.report.RenderedJson;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a connector as it would be deployed. */
@Command(
    name = "render",
    description = "Prints a connector as it would be deployed, its secrets hidden.",
    mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin BundleOptions options;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "The connectors.")
  List<String> names;

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    for (RenderedConnector connector : options.select(bundle, names)) {
      spec.commandLine().getOut().print(RenderedJson.of(connector));
    }
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
