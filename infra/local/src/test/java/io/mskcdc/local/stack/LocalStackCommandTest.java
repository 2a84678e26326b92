package io.mskcdc.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LocalStackCommandTest {
  private static final String ROOT = "mskcdc.root";

  @TempDir Path root;

  private final StringWriter err = new StringWriter();

  @BeforeEach
  void setTheRootAsTheScriptsDo() {
    System.setProperty(ROOT, root.toString());
  }

  @AfterEach
  void clearTheRoot() {
    System.clearProperty(ROOT);
  }

  @Test
  void secondDatabaseCannotBeAddedToARunningStack() {
    try (StackFolder.Lock lock =
        new StackFolder(root.resolve(".local-stack")).lock("stack", LocalStack.DEFAULT_CONNECT)) {
      assertThat(lock).isNotNull();

      assertThat(run("up", "--second-database")).isEqualTo(1);
    }

    assertThat(err.toString())
        .contains("error: the local stack is up without a second database")
        .contains("next: run ./scripts/local-stack.sh down, then up --second-database");
  }

  private int run(String... arguments) {
    return new CommandLine(new LocalStackCommand())
        .setExecutionExceptionHandler(new StackErrors())
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
