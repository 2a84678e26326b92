package io.mskcdc.local.process;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmTest {
  @TempDir Path temp;

  @Test
  void archiveOfClassesFitsTheServersJars() {
    Path libs = new Checkout(Path.of("../..")).kafkaLibs("3.7.2");
    Jvm jvm = new Jvm(libs, 64, temp, List.of(temp.toString()), Map.of());
    List<String> command = new ArrayList<>(jvm.command("kafka.tools.StorageTool", "random-uuid"));
    // Java does not start if it cannot use the archive.
    command.add(1, "-Xshare:on");

    try (Subprocess tool = Subprocess.start("tool", command, Map.of(), temp.resolve("tool.log"))) {
      assertThatCode(() -> tool.awaitSuccess(Duration.ofSeconds(60))).doesNotThrowAnyException();
    }
  }
}
