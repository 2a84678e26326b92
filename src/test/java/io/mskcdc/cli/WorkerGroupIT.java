package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group of three workers: one is killed during an apply, the others restart during the next. */
class WorkerGroupIT {
  private static final int CONNECTORS = 6;

  @TempDir Path folder;

  private BundleFolder bundle;

  @Test
  void applyReachesTheWantedStateThroughAKillAndARollingRestart() throws Exception {
    bundle = new BundleFolder(folder);
    try (WorkerGroup group = WorkerGroup.start("3.7.2", 3, folder.resolve("group"))) {
      killDuringAnApply(group);
      restartOneAfterAnotherDuringAnApply(group);
    }
  }

  private void killDuringAnApply(WorkerGroup group) throws Exception {
    write(group.url(0), 1);
    StringWriter err = new StringWriter();
    CompletableFuture<Integer> apply = begin(err, "c2: creating", "apply");
    group.kill(2);
    int first = apply.get(5, TimeUnit.MINUTES);

    // The group may notice the loss after the first apply. The second apply corrects that drift.
    StringWriter again = new StringWriter();
    assertThat(run(again, "apply")).as(first + "\n" + err + again).isZero();
    assertThat(run(again, "plan", "--detailed-exitcode")).isZero();
  }

  private void restartOneAfterAnotherDuringAnApply(WorkerGroup group) throws Exception {
    try (LoadBalancer balancer = new LoadBalancer(List.of(group.url(0), group.url(1)))) {
      write(balancer.url(), 2);
      StringWriter err = new StringWriter();
      CompletableFuture<Integer> apply = begin(err, "c1: updating", "apply", "--rollback");
      group.restart(1);
      group.restart(0);

      assertThat(apply.get(5, TimeUnit.MINUTES)).as(err.toString()).isZero();
      assertThat(err.toString()).doesNotContain("rolling back");
      assertThat(balancer.badGateways()).as("requests to a worker that was down").isPositive();
      assertThat(run(err, "plan", "--detailed-exitcode")).as(err.toString()).isZero();
    }
  }

  private void write(String url, int required) {
    StringBuilder list = new StringBuilder("connectors:\n");
    for (int i = 0; i < CONNECTORS; i++) {
      bundle.connector(
          "c" + i,
          "\"connector.class\": \"%s\", \"required\": %d"
              .formatted(SourceOfTests.class.getName(), required));
      list.append("  - name: c").append(i).append('\n');
    }
    bundle.environment("local", url, list.toString());
  }

  /** Begins a command, and returns when it reports a step. */
  private CompletableFuture<Integer> begin(StringWriter err, String step, String... args)
      throws InterruptedException {
    CompletableFuture<Integer> command = CompletableFuture.supplyAsync(() -> run(err, args));
    while (!err.toString().contains(step) && !command.isDone()) {
      Thread.sleep(20);
    }
    return command;
  }

  private int run(StringWriter err, String... args) {
    String[] all = new String[args.length + (args[0].equals("apply") ? 6 : 2)];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--configs";
    all[args.length + 1] = bundle.root().toString();
    if (args[0].equals("apply")) {
      all[args.length + 2] = "--stable-for";
      all[args.length + 3] = "2";
      all[args.length + 4] = "--timeout";
      all[args.length + 5] = "120";
    }
    return Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err))
        .execute(all);
  }
}
