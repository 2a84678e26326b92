package io.mskcdc.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.ShutdownSignal;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.stack.DerivedPolicy;
import io.mskcdc.local.stack.LocalStack;
import io.mskcdc.local.stack.Ports;
import io.mskcdc.local.stack.StackErrors;
import io.mskcdc.local.stack.StackFolder;
import io.mskcdc.local.stack.StackOptions;
import io.mskcdc.local.stack.StackType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scripts/demo.sh}: runs the whole pipeline in the foreground. */
@Command(
    name = "demo.sh",
    description = {
      "Starts MySQL, Kafka and Connect, deploys mysql-cdc, changes rows and prints each change"
          + " from Kafka. Ctrl-C stops the demo and deletes its data.",
      "With --msk it shows the life of a connector on MSK Connect instead: upload, create, change,"
          + " rollback, new build, crash and delete.",
      "With --dynamodb it also deploys orders-dynamodb, changes orders in a local DynamoDB, and"
          + " checks that their rows have the form and the masks of MySQL's.",
      "With --lambda it also runs two functions for AWS Lambda, which read the topics and keep the"
          + " rows in DynamoDB and S3, and prints their rows beside those of MySQL.",
      "With --lake it also deploys the sink shop-lake, which appends the rows to Iceberg tables, and"
          + " ends with the same query on MySQL and with Spark on the lake. The first run downloads"
          + " 284 MB."
    },
    exitCodeOnInvalidInput = 64)
public final class DemoCommand implements Runnable {
  private static final String KIND = "demo";

  private final Checkout checkout = Checkout.ofLauncher();

  @Option(
      names = "--once",
      description =
          "Stop after 12 transactions, when all their changes have arrived. This is the default"
              + " without a terminal.")
  private boolean once;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2",
      description = "Transactions per second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--dynamodb",
      description =
          "Change a table of a local DynamoDB too. Uses the stack of --iam and the environment"
              + " local-iam.")
  private boolean dynamoDb;

  @Option(
      names = "--lambda",
      description =
          "Run functions for AWS Lambda too. Uses the stack of --iam and the environment"
              + " local-iam.")
  private boolean lambda;

  @Option(
      names = "--lake",
      description =
          "Keep a lake of Iceberg tables too, and stop after 12 transactions. Uses the environment"
              + " local-lake.")
  private boolean lake;

  @Mixin private StackOptions options;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new DemoCommand())
            .setExecutionExceptionHandler(new StackErrors())
            .execute(arguments));
  }

  @Override
  public void run() {
    if (rate <= 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--rate must be greater than 0, not " + rate);
    }
    StackType type = type();
    StackFolder folder = new StackFolder(checkout.stackFolder());
    try (ShutdownSignal end = new ShutdownSignal();
        StackFolder.Lock lock = folder.lock(KIND, options.connectVersion())) {
      Path data = folder.data(KIND);
      // A demo that was killed has not deleted its data.
      Folders.delete(data);
      try {
        run(type, folder, lock, end);
      } finally {
        Folders.delete(data);
      }
    }
  }

  private StackType type() {
    StackType type = options.type();
    if ((dynamoDb || lambda) && type == StackType.MSK) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          (dynamoDb ? "--dynamodb" : "--lambda") + " does not support --msk; omit one of them");
    }
    boolean hasOther = type != StackType.PLAIN || dynamoDb || lambda;
    if (lake && hasOther) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--lake supports the stack without --iam and --exactly-once only; omit the other options");
    }
    return dynamoDb || lambda ? StackType.IAM : type;
  }

  private void run(StackType type, StackFolder folder, StackFolder.Lock lock, ShutdownSignal end) {
    Path data = folder.data(KIND);
    if (type == StackType.MSK) {
      buildPlugin(data);
    }
    LocalStack stack =
        LocalStack.start(
            new LocalStack.Settings(
                checkout,
                data,
                Ports.free(),
                false,
                options.connectVersion(),
                type,
                new DerivedPolicy(checkout, folder, type),
                lake ? List.of(Checkout.ICEBERG_PLUGIN) : List.of()),
            this::progress);
    try {
      lock.publish(stack, options.connectVersion());
      ForegroundScripts scripts =
          new ForegroundScripts(checkout, stack.deployerEnvironment(), data.resolve("scripts"));
      if (type == StackType.MSK) {
        showMskConnect(stack, scripts, data);
      } else {
        showPipeline(stack, scripts, data, end);
      }
    } catch (SQLException e) {
      throw new StackException("a change in MySQL failed: " + e.getMessage(), e);
    } finally {
      progress("Stopping ...");
      stack.kill();
    }
  }

  // Writes the manifest of the plugin, from which the upload takes the plugin's name.
  private void buildPlugin(Path data) {
    progress("$ ./scripts/build-plugins.sh " + MskStory.PLUGIN);
    new ForegroundScripts(checkout, Map.of(), data.resolve("scripts"))
        .run(0, "build-plugins.sh", List.of(MskStory.PLUGIN));
  }

  private void showMskConnect(LocalStack stack, Scripts scripts, Path data) throws SQLException {
    try {
      new MskStory(
              checkout,
              stack,
              checkout.pluginZip(),
              data.resolve("bundle"),
              spec.commandLine().getOut(),
              scripts)
          .run();
    } catch (IOException e) {
      throw new StackException("the copy of the bundle failed: " + e.getMessage(), e);
    }
    IamLogins.summary(stack).ifPresent(this::progress);
  }

  private void showPipeline(
      LocalStack stack, ForegroundScripts scripts, Path data, ShutdownSignal end)
      throws SQLException {
    Map<String, String> masked = new TreeMap<>();
    PipelineDemo.connectors(dynamoDb).forEach(name -> masked.putAll(maskedColumns(name)));
    ChangePrinter printer = new ChangePrinter(spec.commandLine().getOut(), masked);
    Optional<OrderFlow> orders =
        dynamoDb ? Optional.of(new OrderFlow(stack.orders())) : Optional.empty();
    boolean endsByItself = once || lake || System.console() == null;
    Optional<LambdaConsumer> functions =
        lambda ? Optional.of(startFunctions(stack, data.resolve("lambda"))) : Optional.empty();
    Optional<LakeFlow> tables =
        lake ? Optional.of(startLake(stack, scripts, data.resolve("lake"))) : Optional.empty();
    try {
      new PipelineDemo(
              stack,
              scripts,
              printer,
              orders,
              functions,
              tables,
              rate,
              endsByItself,
              this::progress)
          .run(end);
    } finally {
      functions.ifPresent(LambdaConsumer::close);
      tables.ifPresent(LakeFlow::close);
    }
  }

  private LakeFlow startLake(LocalStack stack, ForegroundScripts scripts, Path folder) {
    progress("Starting a lake, with S3 ...");
    return LakeFlow.start(stack, scripts, folder, spec.commandLine().getOut());
  }

  private LambdaConsumer startFunctions(LocalStack stack, Path folder) {
    progress("Starting functions for Lambda, with S3 ...");
    return LambdaConsumer.start(
        new LambdaConsumer.Settings(
            checkout,
            folder,
            new HashMap<>(stack.kafka().superUserClient()),
            stack.endpoints().get("cluster_arn"),
            Pattern.compile(Pattern.quote(MySql.DATABASE) + "\\..*"),
            stack.dynamoDb(),
            stack.functionEnvironment()));
  }

  private Map<String, String> maskedColumns(String connector) {
    Path file = checkout.configs().resolve(connector + ".json");
    try {
      JsonNode config = new ObjectMapper().readTree(file.toFile()).path("config");
      return MaskedColumns.of(config);
    } catch (IOException e) {
      throw new StackException(file + " could not be read: " + e.getMessage(), e);
    }
  }

  private void progress(String line) {
    spec.commandLine().getErr().println(line);
  }
}
