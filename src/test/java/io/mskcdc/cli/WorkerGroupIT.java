package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group of three workers, one of which is killed during an apply. */
class WorkerGroupIT {
  private static final int CONNECTORS = 6;

  @TempDir Path folder;

  @Test
  void wantedStateIsReachedByTheNextApplyAtLatestIfAWorkerIsKilled() throws Exception {
    try (WorkerGroup group = WorkerGroup.start("3.7.2", 3, folder.resolve("group"))) {
      BundleFolder bundle = new BundleFolder(folder);
      StringBuilder list = new StringBuilder("connectors:\n");
      for (int i = 0; i < CONNECTORS; i++) {
        bundle.connector(
            "c" + i,
            "\"connector.class\": \"" + SourceOfTests.class.getName() + "\", \"required\": 1");
        list.append("  - name: c").append(i).append('\n');
      }
      bundle.environment("local", group.url(0), list.toString());

      StringWriter err = new StringWriter();
      CompletableFuture<Integer> apply =
          CompletableFuture.supplyAsync(() -> run(bundle, err, "apply"));
      while (!err.toString().contains("c2: creating") && !apply.isDone()) {
        Thread.sleep(20);
      }
      group.kill(2);
      int first = apply.get(5, TimeUnit.MINUTES);

      // The group may notice the loss after the first apply. The second apply corrects that drift.
      StringWriter again = new StringWriter();
      assertThat(run(bundle, again, "apply")).as(first + "\n" + err + again).isZero();
      assertThat(run(bundle, again, "plan", "--detailed-exitcode")).isZero();
    }
  }

  private static int run(BundleFolder bundle, StringWriter err, String... args) {
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
