package io.mskcdc.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void aFileIsCreatedAndReplaced() throws IOException {
    Path file = folder.resolve("plan.json");

    WholeFile.write(file, "one");
    WholeFile.write(file, "two");

    assertThat(file).hasContent("two");
    assertThat(folder.toFile().list()).containsExactly("plan.json");
  }

  @Test
  void aFileThatAnotherProcessHasChangedIsNotReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("environment.yaml"), "theirs");

    assertThat(WholeFile.replace(file, "before", "ours")).isFalse();

    assertThat(file).hasContent("theirs");
    assertThat(folder.toFile().list()).containsExactly("environment.yaml");
  }

  @Test
  void whatAKilledProcessLeftDoesNotPreventTheNextWrite() throws IOException {
    Path left = Files.writeString(folder.resolve("plan.json.part"), "ha");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(60)));

    WholeFile.write(folder.resolve("plan.json"), "one");

    assertThat(folder.toFile().list()).containsExactly("plan.json");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(folder.resolve("real"), "one");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    WholeFile.write(link, "two");

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("two");
  }

  @Test
  void aFileThatIsReplacedKeepsItsPermissions() throws IOException {
    Path file = Files.writeString(folder.resolve("connector.json"), "one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    WholeFile.write(file, "two");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aReadOnlyFileIsReplacedAndStaysReadOnly() throws IOException {
    Path file = Files.writeString(folder.resolve("connector.json"), "one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));

    WholeFile.write(file, "two");

    assertThat(file).hasContent("two");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--r-----");
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("plan.json"), "one");
    // A file cannot be written under the name of a folder.
    Files.createDirectories(folder.resolve("plan.json.part/x"));
    Files.setLastModifiedTime(
        folder.resolve("plan.json.part"), FileTime.from(Instant.now().minusSeconds(60)));

    assertThatThrownBy(() -> WholeFile.write(file, "two")).isInstanceOf(IOException.class);

    assertThat(file).hasContent("one");
  }

  @Test
  void aDeviceIsWritten() throws IOException {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "this system has no /dev/null");

    WholeFile.write(device, "text");

    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void theReasonHasNoName() {
    assertThatThrownBy(() -> WholeFile.write(folder.resolve("no/file"), ""))
        .isInstanceOfSatisfying(
            IOException.class,
            e -> assertThat(WholeFile.reason(e)).isEqualTo("there is no such file"));
  }

  @Test
  void theReasonOfAFullDiskIsNamed() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this system has no /dev/full");

    assertThatThrownBy(() -> WholeFile.write(full, "text"))
        .isInstanceOfSatisfying(
            IOException.class,
            e -> assertThat(WholeFile.reason(e)).isEqualTo("No space left on device"));
  }
}
