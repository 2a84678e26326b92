package io.mskcdc.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
  @TempDir Path temp;

  @Test
  void unzipReplacesTheContentOfTheFolder() throws IOException {
    Path target = temp.resolve("plugins");
    Files.createDirectories(target.resolve("old"));
    Path zip = zip("debezium-mysql/a.jar");

    Folders.unzip(List.of(zip), target);

    assertThat(target.resolve("old")).doesNotExist();
    assertThat(target.resolve("debezium-mysql/a.jar")).hasContent("content");
  }

  @Test
  void unzipRejectsAnEntryOutsideTheFolder() throws IOException {
    Path zip = zip("../outside.jar");

    assertThatThrownBy(() -> Folders.unzip(List.of(zip), temp.resolve("plugins")))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("../outside.jar");
    assertThat(temp.resolve("outside.jar")).doesNotExist();
  }

  @Test
  void deleteWaitsForTheEndOfAProcessThatStillWrites() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("kafka/logs"));
    AtomicInteger written = new AtomicInteger();
    Thread writer =
        new Thread(
            () -> {
              for (long end = System.nanoTime() + 500_000_000L; System.nanoTime() < end; ) {
                try {
                  Files.createDirectories(folder);
                  Files.writeString(folder.resolve("segment-" + written.incrementAndGet()), "");
                } catch (IOException e) {
                  // The folder was deleted between the two calls.
                }
              }
            });
    writer.start();

    Awaitility.await().until(() -> written.get() > 100);
    Folders.delete(temp.resolve("kafka"));
    writer.join();
    Folders.delete(temp.resolve("kafka"));

    assertThat(temp.resolve("kafka")).doesNotExist();
  }

  private Path zip(String entry) throws IOException {
    Path zip = temp.resolve("test.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry(entry));
      out.write("content".getBytes(StandardCharsets.UTF_8));
    }
    return zip;
  }
}
