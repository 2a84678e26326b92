package io.mskcdc.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.infra.AwsProvider;
import io.mskcdc.infra.Terraform;
import io.mskcdc.infra.Terraform.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The connector of shop.tf on a local MSK Connect, with its plugin and worker configuration. */
final class TerraformedShop implements AutoCloseable {
  private static final Pattern CHANGED = Pattern.compile("(?m)^ +[~+-] (\\S+) += ");

  private final AwsProvider provider;
  private final Terraform terraform;
  private final Path declared;

  private TerraformedShop(AwsProvider provider, Terraform terraform, Path declared) {
    this.provider = provider;
    this.terraform = terraform;
    this.declared = declared;
  }

  /**
   * Starts the provider, which inherits the credentials of this process.
   *
   * @param binary the provider
   * @param folder a folder for all files; it is created
   * @param worker the name of the worker configuration
   * @param properties its content
   */
  static TerraformedShop start(
      Path binary, Path folder, LocalMskConnect service, String worker, String properties)
      throws IOException {
    Path declared = Files.createDirectories(folder.resolve("shop"));
    try (InputStream file = TerraformedShop.class.getResourceAsStream("shop.tf")) {
      Files.copy(file, declared.resolve("shop.tf"));
    }
    new ObjectMapper()
        .writeValue(
            declared.resolve("terraform.tfvars.json").toFile(),
            Map.of(
                "endpoint", service.endpoint(),
                "bootstrap_servers", service.bootstrapServers(),
                "bucket_arn", LocalMskConnect.BUCKET_ARN,
                "worker_configuration", Map.of("name", worker, "content", properties)));
    Path temp = Files.createDirectory(folder.resolve("temp"));
    AwsProvider provider = AwsProvider.start(binary, temp, Map.of());
    return new TerraformedShop(provider, new Terraform(temp, provider), declared);
  }

  /** Runs apply or destroy. */
  Run run(String command, String plugin, String label) throws IOException, InterruptedException {
    return terraform.run(
        declared,
        command,
        "-auto-approve",
        "-input=false",
        "-no-color",
        "-var=plugin=" + plugin,
        "-var=label=" + label);
  }

  /** Returns the names of the attributes, and of the entries in them, that a run changed. */
  static List<String> changedAttributes(Run run) {
    return CHANGED
        .matcher(run.output())
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Override
  public void close() {
    provider.close();
  }
}
