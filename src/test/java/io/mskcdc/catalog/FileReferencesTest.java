package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.database.NotReachableException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReferencesTest {
  @TempDir Path folder;

  @Test
  void aReferenceToAFileOnThisMachineIsResolved() throws Exception {
    Path file = Files.writeString(folder.resolve("s.properties"), "pw=a$1\\\\b\n");

    assertThat(FileReferences.resolve("x${file:" + file + ":pw}y")).isEqualTo("xa$1\\by");
  }

  @Test
  void aReferenceToAMissingKeyIsKeptAsInConnect() throws Exception {
    Path file = Files.writeString(folder.resolve("s.properties"), "");

    assertThat(FileReferences.resolve("${file:" + file + ":pw}"))
        .isEqualTo("${file:" + file + ":pw}");
  }

  @Test
  void aMissingFileIsNotReachable() {
    assertThatThrownBy(() -> FileReferences.resolve("${file:/no/such/file:pw}"))
        .isInstanceOf(NotReachableException.class);
  }

  @Test
  void anotherProviderIsNotReachable() {
    assertThatThrownBy(() -> FileReferences.resolve("${secretsmanager:shop:pw}"))
        .isInstanceOf(NotReachableException.class)
        .hasMessage("its secrets are known to the workers only");
  }
}
