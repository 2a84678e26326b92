package io.mskcdc.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.mysql.ChangeGenerator;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.ShutdownSignal;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.stack.DerivedPolicy;
import io.mskcdc.local.stack.LocalStack;
import io.mskcdc.local.stack.LocalStackCommand;
import io.mskcdc.local.stack.Ports;
import io.mskcdc.local.stack.StackFolder;
import io.mskcdc.local.stack.StackType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scripts/demo.sh}: the whole pipeline in the foreground, and what comes out of it. */
@Command(
    name = "demo.sh",
    description =
        "Starts MySQL, Kafka and Connect, deploys mysql-cdc, changes rows and prints each change as"
            + " it leaves Kafka. Ctrl-C ends it; nothing stays behind.",
    exitCodeOnInvalidInput = 64)
public final class DemoCommand implements Runnable {
  private static final String CONNECTOR = "mysql-cdc";
  private static final String KIND = "demo";
  private static final int ONCE_STEPS = 12;
  private static final Duration DEPLOY_TIMEOUT = Duration.ofMinutes(6);
  private static final Duration ARRIVAL_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Checkout layout = Checkout.ofLauncher();

  @Option(
      names = "--once",
      description = "End when the changes have come through; so does any run without a terminal.")
  private boolean once;

  @Option(
      names = "--rate",
      defaultValue = "2",
      description = "Transactions a second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--connect",
      defaultValue = LocalStack.DEFAULT_CONNECT,
      description = "Release of Kafka Connect: 3.7.2 or 4.3.1 (default: ${DEFAULT-VALUE}).")
  private String connect;

  @Option(
      names = "--iam",
      description =
          "The broker lets in by AWS_MSK_IAM alone, the worker's role may do what its policy says,"
              + " and secrets come from Secrets Manager: as on AWS, on this machine.")
  private boolean iam;

  @Option(
      names = "--msk",
      description =
          "A connector's life on MSK Connect, whose API runs here too: uploaded, created, changed,"
              + " broken, given a new build, hit by a crash, deleted.")
  private boolean msk;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(LocalStackCommand.execute(new CommandLine(new DemoCommand()), arguments));
  }

  @Override
  public void run() {
    if (rate <= 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--rate must be more than 0, not " + rate);
    }
    StackType type = LocalStackCommand.type(iam, msk, connect, spec);
    once |= System.console() == null;
    StackFolder folder = new StackFolder(layout.stackFolder());
    try (ShutdownSignal end = new ShutdownSignal();
        StackFolder.Lock lock = folder.lock(KIND, connect)) {
      Path data = folder.data(KIND);
      // An earlier demo that was killed had no time to clean up.
      Folders.delete(data);
      if (msk) {
        buildPlugin(data);
      }
      try (LocalStack stack =
          LocalStack.start(
              new LocalStack.Settings(
                  layout,
                  layout.mysqlHome(),
                  data,
                  Ports.free(),
                  connect,
                  type,
                  new DerivedPolicy(layout, folder, type)),
              this::progress)) {
        try {
          lock.publish(stack, connect);
          if (msk) {
            tell(stack, data);
          } else {
            show(stack, data, end);
          }
        } finally {
          progress("Stopping ...");
          stack.kill();
        }
      } finally {
        Folders.delete(data);
      }
    }
  }

  /** The plugin's name on AWS follows from its content, which is verified first. */
  private void buildPlugin(Path data) {
    List<String> build =
        List.of(layout.root().resolve("scripts/build-plugins.sh").toString(), "debezium-mysql");
    progress("$ ./scripts/build-plugins.sh debezium-mysql");
    try (Subprocess child =
        Subprocess.startInForeground("build-plugins", build, Map.of(), data.resolve("logs"))) {
      child.awaitSuccess(DEPLOY_TIMEOUT);
    }
  }

  private void tell(LocalStack stack, Path data) {
    try {
      new MskStory(
              layout,
              stack,
              layout.pluginZip(),
              data.resolve("bundle"),
              spec.commandLine().getOut(),
              Optional.empty())
          .run();
      stack.logins().ifPresent(this::progress);
    } catch (SQLException e) {
      throw new StackException("a change in MySQL failed: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new StackException("the bundle could not be copied: " + e.getMessage(), e);
    }
  }

  private void show(LocalStack stack, Path data, ShutdownSignal end) {
    List<String> deploy = new ArrayList<>(List.of("./scripts/deploy-connector.sh", CONNECTOR));
    if (iam) {
      deploy.addAll(List.of("--env", stack.type().environment(), "--auto-approve"));
    }
    progress("Deploying " + CONNECTOR + " with " + String.join(" ", deploy));
    deploy.set(0, layout.root().resolve(deploy.get(0)).normalize().toString());
    ChangePrinter printer = new ChangePrinter(spec.commandLine().getOut(), maskedColumns());
    try (KafkaConsumer<String, String> consumer = stack.consumer();
        Subprocess deployer =
            Subprocess.startInForeground("deployer", deploy, Map.of(), data.resolve("logs"));
        Connection connection = stack.mysql().connect()) {
      ChangeGenerator generator = new ChangeGenerator(connection, 1);
      run(stack, consumer, deployer, generator, printer, end);
    } catch (SQLException e) {
      throw new StackException("a change in MySQL failed: " + e.getMessage(), e);
    }
  }

  private void run(
      LocalStack stack,
      KafkaConsumer<String, String> consumer,
      Subprocess deployer,
      ChangeGenerator generator,
      ChangePrinter printer,
      ShutdownSignal end)
      throws SQLException {
    long deployDeadline = System.nanoTime() + DEPLOY_TIMEOUT.toNanos();
    long arrivalDeadline = Long.MAX_VALUE;
    long nextStep = System.nanoTime();
    int steps = 0;
    boolean deploying = true;
    while (!end.isRequested()) {
      for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
        printer.print(record);
      }
      if (deploying && !deployer.isAlive()) {
        deployer.awaitSuccess(Duration.ZERO);
        deploying = false;
      }
      if (deploying && System.nanoTime() > deployDeadline) {
        throw new StackException("deploy-connector.sh still runs after " + DEPLOY_TIMEOUT);
      }
      stack.children().forEach(Subprocess::requireAlive);
      long now = System.nanoTime();
      boolean stepping = printer.anyPrinted() && (!once || steps < ONCE_STEPS);
      if (stepping && now >= nextStep) {
        generator.step();
        steps++;
        nextStep = now + (long) (1e9 / rate);
        arrivalDeadline = now + ARRIVAL_TIMEOUT.toNanos();
      }
      if (once && steps == ONCE_STEPS) {
        if (!deploying && printer.hasSeen(generator.counts())) {
          progress(printer.summary());
          stack.logins().ifPresent(this::progress);
          return;
        }
        if (now > arrivalDeadline) {
          throw new StackException("not every change came through: " + printer.summary());
        }
      }
    }
  }

  private Map<String, String> maskedColumns() {
    Path file = layout.root().resolve("connector-configs/" + CONNECTOR + ".json");
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
