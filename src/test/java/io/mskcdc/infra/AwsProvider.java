package io.mskcdc.infra;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mskcdc.InstalledProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A running process of Terraform's provider for AWS, to which several commands attach. Each command
 * would otherwise start one, which takes longer than the command.
 *
 * <p>Format of the attachment: "Debugging Providers" in the documentation of Terraform's plugins.
 */
public final class AwsProvider implements AutoCloseable {
  private static final String FOLDER = "registry.terraform.io/hashicorp/aws";
  private static final Pattern ATTACHMENT = Pattern.compile("TF_REATTACH_PROVIDERS='(.*)'");
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");

  /** The folders that a CLI configuration names: mirrors, caches and overrides. */
  private static final Pattern CONFIGURED =
      Pattern.compile("(?:path|plugin_cache_dir|\"hashicorp/aws\")\\s*=\\s*\"([^\"]+)\"");

  private final Process process;
  private final String attachment;

  private AwsProvider(Process process, String attachment) {
    this.process = process;
    this.attachment = attachment;
  }

  /**
   * Starts the provider.
   *
   * @param temp an empty folder for its socket and its output
   * @param environment variables added to those of this process
   */
  public static AwsProvider start(Path binary, Path temp, Map<String, String> environment)
      throws IOException {
    Path out = temp.resolve("provider.out");
    ProcessBuilder builder =
        new ProcessBuilder(binary.toString(), "-debug")
            .redirectOutput(out.toFile())
            .redirectError(temp.resolve("provider.err").toFile());
    builder.environment().putAll(environment);
    // Most of the time goes into building its schema; fewer collections save a fifth.
    builder.environment().put("GOGC", "400");
    builder.environment().put("TMPDIR", temp.toString());
    // A process with it can be configured by one command only.
    builder.environment().remove("AWS_CA_BUNDLE");
    Process process = builder.start();
    try {
      String attachment =
          Awaitility.await("the start of " + binary)
              .atMost(Duration.ofMinutes(2))
              .pollInterval(Duration.ofMillis(100))
              .until(() -> attachment(out), Optional::isPresent)
              .orElseThrow();
      return new AwsProvider(process, attachment);
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Optional<String> attachment(Path out) throws IOException {
    Matcher matcher = ATTACHMENT.matcher(Files.readString(out));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Returns the value of TF_REATTACH_PROVIDERS. */
  String attachment() {
    return attachment;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /**
   * Returns the newest provider on this machine that the modules accept. A test is skipped if there
   * is none, or if terraform is missing.
   */
  public static Path required() {
    assumeTrue(InstalledProgram.exists("terraform"), "terraform is not on the PATH");
    Optional<Path> newest =
        roots().stream()
            .flatMap(AwsProvider::binaries)
            .filter(AwsProvider::isRecent)
            .max(Comparator.comparing(Path::toString));
    assumeTrue(
        newest.isPresent(),
        "Terraform's provider hashicorp/aws 5.100 or newer is not on this machine: run terraform"
            + " -chdir=infra/aws/examples/complete init -backend=false");
    return newest.get();
  }

  /** Terraform's own places, and add-on software: a mirror is often below a folder of /opt. */
  private static List<Path> roots() {
    Path home = Path.of(System.getProperty("user.home"));
    List<Path> roots =
        new ArrayList<>(
            List.of(
                Path.of("../infra/aws/examples/complete/.terraform/providers"),
                home.resolve(".terraform.d/plugins"),
                home.resolve(".local/share/terraform/plugins"),
                Path.of("/usr/local/share/terraform/plugins"),
                Path.of("/usr/share/terraform/plugins")));
    Optional.ofNullable(System.getenv("TF_PLUGIN_CACHE_DIR")).map(Path::of).ifPresent(roots::add);
    roots.addAll(
        configured(
            Optional.ofNullable(System.getenv("TF_CLI_CONFIG_FILE"))
                .map(Path::of)
                .orElse(home.resolve(".terraformrc"))));
    roots.addAll(children(Path.of("/opt")));
    return roots;
  }

  private static List<Path> configured(Path file) {
    if (!Files.isReadable(file)) {
      return List.of();
    }
    try {
      return CONFIGURED
          .matcher(Files.readString(file))
          .results()
          .map((MatchResult match) -> Path.of(match.group(1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> binaries(Path root) {
    Path folder = root.resolve(FOLDER);
    List<Path> platforms =
        Files.isDirectory(folder)
            ? children(folder).stream().map(version -> version.resolve(platform())).toList()
            : List.of(root);
    return platforms.stream()
        .flatMap(platform -> children(platform).stream())
        .filter(file -> file.getFileName().toString().startsWith("terraform-provider-aws_v"))
        .filter(Files::isExecutable);
  }

  private static boolean isRecent(Path binary) {
    String version = binary.getFileName().toString().split("_v", 2)[1];
    Matcher matcher = VERSION.matcher(version);
    return matcher.matches()
        && (Integer.parseInt(matcher.group(1)) > 5 || Integer.parseInt(matcher.group(2)) >= 100);
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    return (system.startsWith("mac") ? "darwin" : "linux")
        + "_"
        + (machine.equals("aarch64") ? "arm64" : "amd64");
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.collect(Collectors.toList());
    } catch (IOException e) {
      return List.of();
    }
  }
}
