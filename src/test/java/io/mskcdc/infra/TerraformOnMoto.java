package io.mskcdc.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.InstalledProgram;
import io.mskcdc.infra.Terraform.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Applies and destroys the example on moto, an imitation of AWS, which takes two minutes. No other
 * build runs it: {@code mvn -pl src -am test -Dtest=TerraformOnMoto
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class TerraformOnMoto {
  private static final Path AWS = Path.of("../infra/aws");

  /** moto never finishes a cluster. */
  private static final String VARIABLES =
      """
      region     = "eu-west-1"
      disposable = true
      mysql_host = "shop.example.com"
      github     = { owner = "example", owner_id = 1001, repository = "msk-cdc", repository_id = 2002 }

      interface_endpoints = ["secretsmanager", "ssm", "sts", "kms", "logs"]
      existing_cluster = {
        arn               = "arn:aws:kafka:eu-west-1:123456789012:cluster/shop/3f0c2a5e-7d1b-4c8e-9a64-5b2f1e0d9c77-4"
        bootstrap_servers = "b-1.shop.example.com:9098"
      }
      """;

  /** What moto does not return as it was written. */
  private static final List<String> FALSE_DRIFT =
      List.of("aws_db_parameter_group parameter", "aws_vpc_security_group_\\w+_rule description");

  @TempDir Path temp;
  private Moto moto;
  private AwsProvider provider;
  private Terraform terraform;
  private Path example;

  @BeforeEach
  void start() throws Exception {
    Path binary = AwsProvider.required();
    assumeTrue(InstalledProgram.exists("moto_server"), "moto_server is not on the PATH");
    moto = Moto.start(temp);
    Map<String, String> login =
        Map.of(
            "AWS_ACCESS_KEY_ID",
            "test",
            "AWS_SECRET_ACCESS_KEY",
            "test",
            "AWS_ENDPOINT_URL",
            moto.endpoint().toString());
    provider = AwsProvider.start(binary, Files.createDirectory(temp.resolve("p")), login);
    terraform = new Terraform(temp, provider);
    copy(AWS, temp.resolve("aws"));
    example = temp.resolve("aws/examples/complete");
    Files.writeString(example.resolve("terraform.tfvars"), VARIABLES);
    Files.writeString(
        example.resolve("moto_override.tf"),
        "provider \"aws\" {\n  s3_use_path_style = true\n  skip_credentials_validation = true\n}\n");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  @AfterEach
  void stop() {
    if (provider != null) {
      provider.close();
    }
    if (moto != null) {
      moto.close();
    }
  }

  @Test
  void theExampleIsAppliedWithoutDriftAndDestroyed() throws Exception {
    terraform.init(example);

    Run apply = terraform.run(example, "apply", "-auto-approve", "-input=false", "-no-color");
    assertThat(apply.exitCode()).as(apply.output()).isZero();
    assertThat(apply.output()).containsPattern("Apply complete! Resources: [5-9]\\d added");

    terraform.run(example, "plan", "-out=again", "-input=false", "-no-color");
    assertThat(differences(terraform.run(example, "show", "-json", "again").output()))
        .allMatch(difference -> FALSE_DRIFT.stream().anyMatch(difference::matches));

    Run destroy = terraform.run(example, "destroy", "-auto-approve", "-input=false", "-no-color");
    assertThat(destroy.exitCode()).as(destroy.output()).isZero();
    assertThat(destroy.output()).contains("Destroy complete!");
  }

  /** Returns the type of each resource that a plan would change, with the attribute. */
  private static List<String> differences(String plan) {
    List<String> differences = new ArrayList<>();
    for (JsonNode resource : TerraformState.json(plan).path("resource_changes")) {
      JsonNode change = resource.path("change");
      String actions = change.path("actions").toString();
      if (actions.equals("[\"no-op\"]")) {
        continue;
      }
      assertThat(actions).as(resource.path("address").asText()).isEqualTo("[\"update\"]");
      change
          .path("after")
          .properties()
          .forEach(
              after -> {
                if (!after.getValue().equals(change.path("before").path(after.getKey()))) {
                  differences.add(resource.path("type").asText() + " " + after.getKey());
                }
              });
    }
    return differences;
  }
}
