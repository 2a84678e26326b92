package io.mskcdc.local.stack;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.LogFollower;
import io.mskcdc.local.process.ShutdownSignal;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/local-stack.sh}: the stack in the background, on fixed ports. */
@Command(
    name = "local-stack.sh",
    description = "Runs MySQL, Kafka and Connect in the background.",
    exitCodeOnInvalidInput = 64)
public final class LocalStackCommand {
  private static final String KIND = "stack";
  private static final Duration UP_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration DOWN_TIMEOUT = Duration.ofMinutes(1);

  private final Checkout layout = Checkout.ofLauncher();
  private final StackFolder folder = new StackFolder(layout.stackFolder());

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new LocalStackCommand());
    System.exit(execute(command, arguments));
  }

  /** Runs {@code command}: 0 done, 1 failed with a message on stderr, 64 wrong usage. */
  public static int execute(CommandLine command, String... arguments) {
    return command
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              if (!(e instanceof StackException)) {
                throw e;
              }
              line.getErr().println("error: " + e.getMessage());
              return 1;
            })
        .execute(arguments);
  }

  @Command(description = "Starts the stack, and returns when every part answers.")
  int up(
      @Option(
              names = "--connect",
              defaultValue = LocalStack.DEFAULT_CONNECT,
              description =
                  "Release of Kafka Connect: 3.7.2 (default) or 4.3.1, which MSK Connect does not run.")
          String connect,
      @Option(
              names = "--iam",
              description =
                  "The broker lets in by AWS_MSK_IAM alone, and a role may do what its policy says."
                      + " Connectors run in the environment local-iam.")
          boolean iam,
      @Option(
              names = "--msk",
              description =
                  "The same, and MSK Connect, which starts the workers. Connectors run in the"
                      + " environment local-msk.")
          boolean msk)
      throws IOException {
    Optional<StackFolder.State> running = folder.state();
    if (running.isPresent()) {
      out().println("The local stack is already up.");
      return status();
    }
    StackType type = type(iam, msk, connect, spec);
    layout.kafkaLibs(connect);
    Path log = folder.log("supervisor");
    Files.createDirectories(log.getParent());
    Files.deleteIfExists(log);
    Process supervisor = startSupervisor(connect, type, log);
    LogFollower follower = new LogFollower(log, spec.commandLine().getErr());
    Thread cancel = new Thread(supervisor::destroy);
    Runtime.getRuntime().addShutdownHook(cancel);
    boolean ready =
        await(
            UP_TIMEOUT,
            () -> {
              follower.printNew();
              return !supervisor.isAlive()
                  || folder.state().filter(state -> !state.parts().isEmpty()).isPresent();
            });
    follower.printNew();
    if (!ready || !supervisor.isAlive()) {
      throw new StackException("the local stack did not start\n  next: read " + log);
    }
    Runtime.getRuntime().removeShutdownHook(cancel);
    int status = status();
    if (msk) {
      out().println("Who deploys here needs the key of a role of this account:");
      out()
          .printf(
              "  export AWS_SHARED_CREDENTIALS_FILE=%s AWS_PROFILE=%s%n",
              LocalIam.credentialsFile(folder.data(KIND)), LocalIam.DEPLOYER);
    }
    return status;
  }

  private Process startSupervisor(String connect, StackType type, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    // A session of its own: Ctrl-C and the end of this terminal are not meant for it.
    command.add("setsid");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.add("-XX:+UseSerialGC");
    command.add("-Dmskcdc.root=" + layout.root());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LocalStackCommand.class.getName());
    command.add("supervise");
    command.add("--connect=" + connect);
    command.add("--type=" + type);
    return new ProcessBuilder(command)
        .redirectInput(new java.io.File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  @Command(hidden = true, description = "Holds the stack until it is told to end.")
  int supervise(
      @Option(names = "--connect") String connect, @Option(names = "--type") StackType type)
      throws InterruptedException {
    try (ShutdownSignal end = new ShutdownSignal();
        StackFolder.Lock lock = folder.lock(KIND, connect);
        LocalStack stack =
            LocalStack.start(
                new LocalStack.Settings(
                    layout,
                    layout.mysqlHome(),
                    folder.data(KIND),
                    Ports.FIXED,
                    connect,
                    type,
                    new DerivedPolicy(layout, folder, type)),
                this::log)) {
      lock.publish(stack, connect);
      end.await();
    }
    return 0;
  }

  public static StackType type(boolean iam, boolean msk, String connect, CommandSpec spec) {
    if (msk) {
      if (!connect.equals(LocalStack.DEFAULT_CONNECT)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--msk is MSK Connect, which runs Kafka Connect %s and not %s: leave --connect out"
                .formatted(LocalStack.DEFAULT_CONNECT, connect));
      }
      return StackType.MSK;
    }
    return iam ? StackType.IAM : StackType.PLAIN;
  }

  private void log(String line) {
    out().println(line);
    out().flush();
  }

  @Command(description = "Ends the stack and keeps its data.")
  int down() {
    Optional<StackFolder.State> running = folder.state();
    if (running.isEmpty()) {
      out().println("The local stack is not up.");
      return 0;
    }
    end(running.get());
    out().println("The local stack is down; its data stays for the next start.");
    return 0;
  }

  private void end(StackFolder.State state) {
    if (!state.kind().equals(KIND)) {
      throw new StackException(
          "a demo runs (process " + state.pid() + ")\n  next: end it with Ctrl-C in its terminal");
    }
    ProcessHandle.of(state.pid()).ifPresent(ProcessHandle::destroy);
    if (!await(DOWN_TIMEOUT, () -> folder.state().isEmpty())) {
      throw new StackException(
          "the local stack still runs after "
              + DOWN_TIMEOUT.toSeconds()
              + " s\n  next: kill -9 "
              + state.pid()
              + " ends all of it");
    }
  }

  @Command(description = "Shows what runs, and where.")
  int status() {
    Optional<StackFolder.State> running = folder.state();
    if (running.isEmpty()) {
      out().println("The local stack is not up.");
      return 1;
    }
    StackFolder.State state = running.get();
    out().printf("%s, process %d, Connect %s%n", state.kind(), state.pid(), state.connectVersion());
    boolean allRun = !state.parts().isEmpty();
    for (StackFolder.Part part : state.parts()) {
      boolean runs = ProcessHandle.of(part.pid()).filter(ProcessHandle::isAlive).isPresent();
      allRun &= runs;
      out()
          .printf(
              "  %-8s %-8s %-24s %s%n",
              part.name(), runs ? "running" : "ENDED", part.address(), part.log());
    }
    return allRun ? 0 : 1;
  }

  @Command(description = "Prints the log of a part, or the end of each.")
  int logs(
      @Parameters(arity = "0..1", description = "mysql, kafka, connect, aws, s3 or supervisor.")
          String part)
      throws IOException {
    List<String> parts =
        part == null ? List.of("supervisor", "mysql", "kafka", "connect") : List.of(part);
    for (String name : parts) {
      Path log = folder.log(name);
      if (Files.notExists(log)) {
        throw new StackException("no log of " + name + "\n  next: ./scripts/local-stack.sh up");
      }
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      if (part == null) {
        out().println("==> " + log);
      }
      int from = part == null ? Math.max(0, lines.size() - 10) : 0;
      lines.subList(from, lines.size()).forEach(out()::println);
    }
    return 0;
  }

  @Command(description = "Ends the stack if it is up, and deletes its data.")
  int reset() {
    folder.state().ifPresent(this::end);
    Folders.delete(folder.data(KIND));
    out().println("The data of the local stack is deleted.");
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static boolean await(Duration timeout, BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StackException("interrupted", e);
      }
    }
    return true;
  }
}
