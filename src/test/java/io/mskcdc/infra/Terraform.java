package io.mskcdc.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs terraform without a network and without the user's configuration. */
public final class Terraform {
  private final Path temp;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * @param temp a folder for what terraform keeps
   * @param provider the provider that commands attach to
   */
  public Terraform(Path temp, AwsProvider provider) throws IOException {
    this.temp = temp;
    Path none = Files.writeString(temp.resolve("terraform.rc"), "");
    environment.put("TF_CLI_CONFIG_FILE", none.toString());
    environment.put("TF_REATTACH_PROVIDERS", provider.attachment());
    environment.put("TF_IN_AUTOMATION", "1");
    environment.put("CHECKPOINT_DISABLE", "1");
    // Most of the time goes into reading the provider's schema; fewer collections save a fifth.
    environment.put("GOGC", "400");
  }

  /** Adds a variable to the environment of later commands. */
  Terraform with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** The exit code and both outputs of a command. */
  public record Run(int exitCode, String output) {}

  /** Runs init, which looks for modules only: the provider runs already. */
  Run init(Path folder) throws IOException, InterruptedException {
    return run(folder, "init", "-input=false", "-backend=false", "-no-color");
  }

  /** Runs a command in a folder. */
  public Run run(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("terraform"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(temp, "terraform", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    // The checkout stays clean.
    builder.environment().put("TF_DATA_DIR", temp.resolve(folder.getFileName()).toString());
    Process process = builder.start();
    if (!process.waitFor(9, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("it still runs: " + String.join(" ", command));
    }
    return new Run(process.exitValue(), Files.readString(out));
  }
}
