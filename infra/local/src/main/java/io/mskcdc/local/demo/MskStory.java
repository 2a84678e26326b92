package io.mskcdc.local.demo;

import io.mskcdc.local.iam.SignatureV4;
import io.mskcdc.local.mysql.ChangeGenerator;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.stack.LocalStack;
import io.mskcdc.local.stack.StackFolder;
import io.mskcdc.local.stack.StackType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * The life of mysql-cdc on MSK Connect: uploaded, created, changed, broken, given a new build of
 * its plugin, hit by a crash, deleted. Each chapter changes rows and sees every one of them arrive.
 *
 * <p>What it edits is a copy of the bundle, never the checkout.
 */
public final class MskStory {
  private static final String ENVIRONMENT = StackType.MSK.environment();
  private static final String CONNECTOR = "mysql-cdc";
  private static final String PLUGIN = "debezium-mysql";
  private static final Duration ARRIVAL_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CHANGE_INTERVAL = Duration.ofMillis(300);
  // Two rounds of the generator: every kind of change.
  private static final int STEPS = 12;
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern MASKED_NAME = Pattern.compile("\"name\":\"[0-9a-f]{64}\"");

  private final Checkout layout;
  private final LocalStack stack;
  private final Path zip;
  private final Path bundle;
  private final PrintWriter out;
  private final Optional<Path> log;
  private KafkaConsumer<String, String> consumer;
  private Connection shop;
  private ChangeGenerator generator;

  private final Set<Long> arrivedOrders = new TreeSet<>();
  private String lastCustomer = "";
  private int snapshotRows;
  private int chapter;

  /**
   * @param stack one with MSK Connect
   * @param zip the plugin, with its manifest and SBOM beside it
   * @param bundle where the copy is made
   * @param out is told what happens
   * @param log where the deployer writes to; empty for this process's own output
   */
  public MskStory(
      Checkout layout,
      LocalStack stack,
      Path zip,
      Path bundle,
      PrintWriter out,
      Optional<Path> log) {
    this.layout = layout;
    this.stack = stack;
    this.zip = zip;
    this.bundle = bundle;
    this.out = out;
    this.log = log;
  }

  /** Lives through it; a StackException says what went otherwise than it should. */
  public void run() throws SQLException, IOException {
    try (KafkaConsumer<String, String> rows = stack.consumer();
        Connection connection = stack.mysql().connect()) {
      consumer = rows;
      shop = connection;
      generator = new ChangeGenerator(connection, 1);
      live();
    }
  }

  private void live() throws SQLException, IOException {
    copyBundle();
    chapter("Upload the plugin");
    deployer(0, "plugin", "upload", PLUGIN);

    chapter("Create the connector");
    apply(0);
    rowsFlow();

    chapter("Mask one more column");
    edit("customers.email\"", "customers.email,production_db.customers.name\"");
    deployer(0, "plan");
    apply(0);
    rowsFlow();
    require(MASKED_NAME.matcher(lastCustomer).find(), "the name is masked");

    chapter("Break the configuration: a mask that does not fit its column, while rows change");
    edit("customers.date_of_birth\"", "customers.date_of_birth,production_db.orders.status\"");
    changing(() -> apply(1));
    say("It was rolled back, and what changed in the meantime arrives:");
    rowsFlow();
    edit("customers.date_of_birth,production_db.orders.status\"", "customers.date_of_birth\"");

    chapter("A new build of the transforms");
    int before = snapshotRows;
    rebuild();
    deployer(0, "plugin", "upload", PLUGIN);
    deployer(0, "plan");
    apply(0);
    rowsFlow();
    require(snapshotRows == before, "there was no second snapshot, since the offsets are kept");

    chapter("Kill the worker");
    kill();
    rowsFlow();

    chapter("Delete the connector");
    deployer(0, "delete", CONNECTOR, "--auto-approve");
    say("");
    say("Every order placed in all this arrived: " + arrivedOrders.size() + ".");
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

  private void copyBundle() throws IOException {
    Folders.copy(layout.root().resolve("connector-configs"), bundle.resolve("connector-configs"));
    Files.createDirectories(target());
    for (Path file : List.of(zip, zip.resolveSibling("manifest.json"), sbom(zip))) {
      Files.copy(file, target().resolve(file.getFileName()));
    }
    Path endpoints = Files.createDirectories(bundle.resolve(".local-stack"));
    new StackFolder(endpoints).writeEndpoints(StackType.MSK, stack.endpoints());
  }

  /** Where a build of the copy would put the plugin. */
  private Path target() {
    return bundle.resolve("connect-plugins").resolve(PLUGIN).resolve("target");
  }

  private static Path sbom(Path zip) {
    return zip.resolveSibling(zip.getFileName().toString().replace(".zip", "-sbom.json"));
  }

  /** Changes the connector's file, as somebody would in git. */
  private void edit(String before, String after) throws IOException {
    Path file = bundle.resolve("connector-configs/" + CONNECTOR + ".json");
    String text = Files.readString(file);
    require(text.contains(before), CONNECTOR + ".json holds " + before);
    String changed = text.replace(before, after);
    for (String line : text.split("\n")) {
      if (line.contains(before)) {
        say("  - " + line.strip());
        say("  + " + line.replace(before, after).strip());
      }
    }
    Files.writeString(file, changed);
  }

  private void apply(int expected) {
    deployer(expected, "apply", CONNECTOR, "--auto-approve", "--stable-for", "3");
  }

  /** Does something while rows go on changing. */
  private void changing(Runnable something) throws SQLException {
    AtomicBoolean done = new AtomicBoolean();
    FutureTask<Void> changes =
        new FutureTask<>(
            () -> {
              while (!done.get()) {
                generator.step();
                Thread.sleep(CHANGE_INTERVAL.toMillis());
              }
              return null;
            });
    Thread thread = new Thread(changes, "changes");
    thread.start();
    try {
      something.run();
    } finally {
      done.set(true);
      await(changes);
    }
  }

  private static void await(FutureTask<Void> changes) throws SQLException {
    try {
      changes.get();
    } catch (ExecutionException e) {
      throw new SQLException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted", e);
    }
  }

  /** Runs the deployer on the copy, in this terminal. */
  private void deployer(int expected, String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--env", ENVIRONMENT));
    mskcdc(bundle, expected, all);
  }

  private void mskcdc(Path root, int expected, List<String> all) {
    say("$ mskcdc " + String.join(" ", all));
    Path source = layout.root().resolve("src/target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dmskcdc.root=" + root);
    command.addAll(
        List.of("-cp", source.resolve("mskcdc.jar") + ":" + source.resolve("lib") + "/*"));
    command.add("io.mskcdc.cli.Main");
    command.addAll(all);
    Map<String, String> environment = stack.deployersEnvironment();
    try (Subprocess child =
        log.map(file -> Subprocess.start("deployer", command, environment, file))
            .orElseGet(
                () -> Subprocess.startInForeground("deployer", command, environment, bundle))) {
      child.awaitExit(Duration.ofMinutes(8), expected);
    }
  }

  /** Another version of the transforms in the same plugin, as their next build would be. */
  private void rebuild() throws IOException {
    Path built = target().resolve(zip.getFileName());
    Path fresh = target().resolve("fresh");
    Path sbom = sbom(built);
    String listed = Files.readString(sbom);
    Map<String, String> digests = new HashMap<>();
    try (OutputStream file = Files.newOutputStream(fresh)) {
      rewrite(
          Files.newInputStream(built),
          file,
          "/smt-",
          jar -> {
            byte[] next = withAnotherVersion(jar);
            digests.put(SignatureV4.sha256(jar), SignatureV4.sha256(next));
            return next;
          });
    }
    // What a build would write into its SBOM.
    for (Map.Entry<String, String> digest : digests.entrySet()) {
      listed = listed.replace(digest.getKey(), digest.getValue());
    }
    Files.writeString(sbom, listed);
    Files.move(fresh, built, StandardCopyOption.REPLACE_EXISTING);
    mskcdc(
        layout.root(),
        0,
        List.of(
            "plugin",
            "verify",
            built.toString(),
            "--sbom",
            sbom.toString(),
            "--commit",
            "next",
            "--manifest",
            target().resolve("manifest.json").toString()));
  }

  private static byte[] withAnotherVersion(byte[] jar) {
    try {
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      rewrite(
          new ByteArrayInputStream(jar),
          changed,
          "version",
          content ->
              (new String(content, StandardCharsets.UTF_8) + "# next\n")
                  .getBytes(StandardCharsets.UTF_8));
      return changed.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies an archive, and changes the entry whose name holds a text. */
  private static void rewrite(
      InputStream from, OutputStream to, String name, UnaryOperator<byte[]> change)
      throws IOException {
    try (ZipInputStream in = new ZipInputStream(from);
        ZipOutputStream copy = new ZipOutputStream(to)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        ZipEntry written = new ZipEntry(entry.getName());
        written.setTime(entry.getTime());
        copy.putNextEntry(written);
        copy.write(entry.getName().contains(name) ? change.apply(content) : content);
        copy.closeEntry();
      }
    }
  }

  private void kill() {
    List<Long> pids = stack.mskConnect().workerPids(CONNECTOR);
    require(!pids.isEmpty(), "there is a worker to kill");
    for (long pid : pids) {
      say("$ kill -9 " + pid);
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Changes rows, and waits until each order that was ever placed has arrived. */
  private void rowsFlow() throws SQLException {
    for (int step = 0; step < STEPS; step++) {
      generator.step();
    }
    // What the generator leaves behind is the last word on the last customer.
    try (Statement statement = shop.createStatement()) {
      statement.execute("UPDATE customers SET country = 'NL' ORDER BY id DESC LIMIT 1");
      shop.commit();
    }
    Set<Long> placed = ids("SELECT id FROM orders");
    long newest = ids("SELECT MAX(id) FROM customers").iterator().next();
    long deadline = System.nanoTime() + ARRIVAL_TIMEOUT.toNanos();
    boolean customerArrived = false;
    while (!(customerArrived && arrivedOrders.containsAll(placed))) {
      for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
        customerArrived |= take(record, newest);
      }
      stack.children().forEach(Subprocess::requireAlive);
      if (System.nanoTime() > deadline) {
        placed.removeAll(arrivedOrders);
        throw new StackException("orders that did not arrive: " + placed);
      }
    }
    say(
        "  "
            + arrivedOrders.size()
            + " orders placed, "
            + arrivedOrders.size()
            + " arrived; newest customer:");
    say("  " + lastCustomer.replaceAll(",\"__op\".*", " …"));
  }

  /** Returns whether it is the last change of the newest customer. */
  private boolean take(ConsumerRecord<String, String> record, long newest) {
    if (record.value() == null) {
      return false;
    }
    snapshotRows += record.value().contains("\"__op\":\"r\"") ? 1 : 0;
    Matcher id = ID.matcher(record.value());
    if (record.topic().endsWith(".orders") && id.find()) {
      arrivedOrders.add(Long.parseLong(id.group(1)));
    }
    if (record.topic().endsWith(".customers")
        && record.value().contains("\"id\":" + newest + ",")
        && record.value().contains("\"country\":\"NL\"")) {
      lastCustomer = record.value();
      return true;
    }
    return false;
  }

  private Set<Long> ids(String sql) throws SQLException {
    try (Statement statement = shop.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Set<Long> ids = new TreeSet<>();
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
      return ids;
    }
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new StackException("the story went wrong: not so that " + what);
    }
  }
}
