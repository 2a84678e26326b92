package io.mskcdc.local.stack;

import io.mskcdc.local.mysql.DatabaseServer;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.LogTail;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/local-stack.sh}: runs the stack in the background, on fixed ports. */
@Command(
    name = "local-stack.sh",
    description = "Runs MySQL, Kafka and Connect in the background.",
    scope = CommandLine.ScopeType.INHERIT,
    exitCodeOnInvalidInput = 64)
public final class LocalStackCommand {
  private static final int LAST_LINES = 10;
  private static final String SECOND_DATABASE = "--second-database";

  private final Checkout checkout = Checkout.ofLauncher();
  private final StackFolder folder = new StackFolder(checkout.stackFolder());
  private final Supervisor supervisor = new Supervisor(checkout, folder);

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new LocalStackCommand())
            .setExecutionExceptionHandler(new StackErrors())
            .execute(arguments));
  }

  @Command(description = "Starts the stack and returns when every part is ready.")
  int up(
      @Mixin StackOptions options,
      @Option(
              names = SECOND_DATABASE,
              description =
                  "Run a second MySQL server too, with the sample database orders_db. Its data is"
                      + " kept, and the next start needs the option again.")
          boolean secondDatabase)
      throws IOException {
    Optional<StackFolder.State> running = folder.state();
    if (running.isPresent()) {
      if (secondDatabase && !running.get().has(DatabaseServer.SECOND.part())) {
        throw new StackException(
            "the local stack is up without a second database\n  next: run"
                + " ./scripts/local-stack.sh down, then up "
                + SECOND_DATABASE);
      }
      out().println("The local stack is already up.");
      return status();
    }
    StackType type = options.type();
    // Reject an unknown release before anything starts.
    checkout.kafkaLibs(options.connectVersion());
    supervisor.start(options.connectVersion(), type, secondDatabase, spec.commandLine().getErr());
    int status = status();
    if (type == StackType.MSK) {
      out().println("To deploy to this stack, set the credentials of its deployer role:");
      out()
          .printf(
              "  export AWS_SHARED_CREDENTIALS_FILE=%s AWS_PROFILE=%s%n",
              LocalIam.credentialsFile(folder.data(Supervisor.KIND)), LocalIam.DEPLOYER);
    }
    return status;
  }

  @Command(hidden = true, description = "Runs the stack in this process until SIGTERM.")
  int supervise(
      @Option(names = "--connect") String connectVersion,
      @Option(names = "--type") StackType type,
      @Option(names = SECOND_DATABASE) boolean secondDatabase)
      throws InterruptedException {
    supervisor.run(
        connectVersion,
        type,
        secondDatabase,
        line -> {
          out().println(line);
          out().flush();
        });
    return 0;
  }

  @Command(description = "Stops the stack and keeps its data.")
  int down() {
    Optional<StackFolder.State> running = folder.state();
    if (running.isEmpty()) {
      out().println("The local stack is not up.");
      return 0;
    }
    supervisor.stop(running.get());
    out().println("The local stack is down. The next start uses its data again.");
    return 0;
  }

  @Command(description = "Lists the parts of the stack with their addresses and logs.")
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

  @Command(description = "Prints the log of a part, or the last lines of each log.")
  int logs(
      @Parameters(
              arity = "0..1",
              paramLabel = "PART",
              description = "mysql, mysql2, kafka, connect, aws, s3 or supervisor.")
          String part) {
    if (part != null) {
      print(log(part), Integer.MAX_VALUE);
      return 0;
    }
    List<Path> logs = new ArrayList<>(List.of(log("supervisor")));
    // Not every stack has all of these parts.
    Stream.of("mysql", "mysql2", "kafka", "connect")
        .map(folder::log)
        .filter(Files::exists)
        .forEach(logs::add);
    for (Path log : logs) {
      out().println("==> " + log);
      print(log, LAST_LINES);
    }
    return 0;
  }

  private Path log(String part) {
    Path log = folder.log(part);
    if (Files.notExists(log)) {
      throw new StackException(
          "there is no log of " + part + "\n  next: run ./scripts/local-stack.sh up");
    }
    return log;
  }

  private void print(Path log, int lines) {
    LogTail.read(log, lines).forEach(out()::println);
  }

  @Command(description = "Stops the stack if it is up, and deletes its data.")
  int reset() {
    folder.state().ifPresent(supervisor::stop);
    Folders.delete(folder.data(Supervisor.KIND));
    out().println("The data of the local stack is deleted.");
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
