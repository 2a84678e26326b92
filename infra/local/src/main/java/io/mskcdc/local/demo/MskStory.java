package io.mskcdc.local.demo;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.stack.LocalStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The demo on MSK Connect. It uploads the plugin, creates mysql-cdc and changes its configuration.
 * It then deploys a configuration that fails and a new build of the plugin, kills the worker, and
 * deletes the connector. Each chapter changes rows and checks that all of them arrive.
 *
 * <p>The demo edits a copy of the bundle, not the checkout.
 */
public final class MskStory {
  static final String PLUGIN = Checkout.MYSQL_PLUGIN;

  private static final String CONNECTOR = "mysql-cdc";
  private static final Pattern MASKED_NAME = Pattern.compile("\"name\":\"[0-9a-f]{64}\"");

  private final Checkout checkout;
  private final LocalStack stack;
  private final BundleCopy bundle;
  private final PrintWriter out;
  private final Scripts scripts;
  private int chapter;

  /**
   * Copies the bundle.
   *
   * @param stack a stack with MSK Connect
   * @param zip the plugin ZIP; its manifest and its SBOM are in the same folder
   * @param copy the folder of the copy
   * @param out receives the chapters and the commands
   * @param scripts runs the commands
   */
  public MskStory(
      Checkout checkout, LocalStack stack, Path zip, Path copy, PrintWriter out, Scripts scripts)
      throws IOException {
    this.checkout = checkout;
    this.stack = stack;
    this.bundle = BundleCopy.create(checkout, zip, copy, stack);
    this.out = out;
    this.scripts = scripts;
  }

  /**
   * Runs all chapters.
   *
   * @throws StackException if a step does not have the expected result
   */
  public void run() throws SQLException, IOException {
    try (RowFlow rows = new RowFlow(stack)) {
      run(rows);
    }
  }

  private void run(RowFlow rows) throws SQLException, IOException {
    chapter("Upload the plugin");
    upload();

    chapter("Create the connector");
    apply(0);
    checkRows(rows);

    chapter("Mask one more column");
    edit(",production_db.customers.name,", ",");
    edit("customers.email\"", "customers.email,production_db.customers.name\"");
    mskcdc("plan", CONNECTOR);
    apply(0);
    checkRows(rows);
    require(MASKED_NAME.matcher(rows.newestCustomer()).find(), "the name is masked");

    chapter("Deploy a mask that does not fit the type of its column, while rows change");
    edit(",production_db.orders.status,", ",");
    edit("customers.date_of_birth\"", "customers.date_of_birth,production_db.orders.status\"");
    // MSK Connect rolls back what fails while it validates; the deployer, what fails later.
    rows.changeDuring(() -> apply(1, "--rollback"));
    say("The update was rolled back. The rows that changed in the meantime arrive:");
    checkRows(rows);
    edit("customers.date_of_birth,production_db.orders.status\"", "customers.date_of_birth\"");
    edit(
        ",production_db.orders.placed_at,",
        ",production_db.orders.placed_at,production_db.orders.status,");

    chapter("Deploy a new build of the transforms");
    int before = rows.snapshotRows();
    rebuild();
    upload();
    mskcdc("plan", CONNECTOR);
    apply(0);
    checkRows(rows);
    require(rows.snapshotRows() == before, "the offsets are kept and no second snapshot is taken");

    chapter("Kill the worker");
    killWorker();
    checkRows(rows);

    chapter("Delete the connector");
    mskcdc("delete", CONNECTOR, "--auto-approve");
    say("");
    say("All " + rows.orders() + " orders that were placed have arrived.");
  }

  private void chapter(String title) {
    chapter++;
    say("");
    say("== " + chapter + ". " + title);
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private void upload() {
    runOnCopy(0, "upload-plugin.sh", PLUGIN);
  }

  private void apply(int expectedExitCode, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of(CONNECTOR, "--auto-approve", "--stable-for", "3"));
    arguments.addAll(List.of(options));
    runOnCopy(expectedExitCode, "deploy-connector.sh", arguments.toArray(String[]::new));
  }

  private void mskcdc(String... arguments) {
    runOnCopy(0, "mskcdc", arguments);
  }

  private void runOnCopy(int expectedExitCode, String script, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("--env", stack.type().environment(), "--configs", bundle.configs().toString()));
    run(expectedExitCode, script, all);
  }

  private void run(int expectedExitCode, String script, List<String> arguments) {
    String command = "./scripts/" + script + " " + String.join(" ", arguments);
    say("$ " + command.replace(checkout.root() + "/", ""));
    scripts.run(expectedExitCode, script, arguments);
  }

  /** Edits the connector's configuration, as a commit would. */
  private void edit(String before, String after) throws IOException {
    bundle.edit(CONNECTOR, before, after).forEach(this::say);
  }

  private void rebuild() throws IOException {
    PluginRebuild.run(bundle.zip(), bundle.sbom());
    run(
        0,
        "mskcdc",
        List.of(
            "plugin",
            "verify",
            bundle.zip().toString(),
            "--sbom",
            bundle.sbom().toString(),
            "--commit",
            "next",
            "--manifest",
            bundle.manifest().toString()));
  }

  private void killWorker() {
    List<Long> pids = stack.mskConnect().workerPids(CONNECTOR);
    require(!pids.isEmpty(), "the connector has a worker");
    for (long pid : pids) {
      say("$ kill -9 " + pid);
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private void checkRows(RowFlow rows) throws SQLException {
    rows.changeAndAwait();
    say("  " + rows.orders() + " orders placed, all arrived; newest customer:");
    say("  " + rows.newestCustomer().replaceAll(",\"__op\".*", " …"));
  }

  private static void require(boolean condition, String expectation) {
    if (!condition) {
      throw new StackException("the demo failed; expected: " + expectation);
    }
  }
}
