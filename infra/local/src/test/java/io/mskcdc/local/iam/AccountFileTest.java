package io.mskcdc.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountFileTest {
  private static final String ACCOUNT =
      """
      {'region': 'eu-west-1', 'cluster': 'arn:aws:kafka:eu-west-1:1:cluster/local/u',
       'keys': [
         {'id': 'AKIA1', 'secret': 'hidden', 'principal': 'arn:aws:iam::1:role/app'},
         {'id': 'ASIA2', 'secret': 'hidden', 'sessionToken': 'veiled',
          'principal': 'arn:aws:iam::1:role/app'}],
       'policies': {'arn:aws:iam::1:role/app':
         {'Statement': {'Effect': 'Allow', 'Action': 'a:B', 'Resource': '*'}}}}
      """;

  @TempDir Path folder;
  private AccountFile file;

  @BeforeEach
  void write() throws IOException {
    replace(ACCOUNT);
    file = new AccountFile(folder.resolve("account.json"));
  }

  private void replace(String json) throws IOException {
    Path fresh = Files.writeString(folder.resolve("new"), json.replace('\'', '"'));
    Files.move(fresh, folder.resolve("account.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void readsKeysAndPolicies() {
    Account account = file.read();

    assertThat(account.region()).isEqualTo("eu-west-1");
    assertThat(account.key("AKIA1").orElseThrow().sessionToken()).isNull();
    assertThat(account.key("ASIA2").orElseThrow().sessionToken()).isEqualTo("veiled");
    assertThat(account.key("AKIA3")).isEmpty();
    assertThat(account.allows("arn:aws:iam::1:role/app", "a:B", "r")).isTrue();
    assertThat(account.allows("arn:aws:iam::1:role/app", "a:C", "r")).isFalse();
    assertThat(account.allows("arn:aws:iam::1:role/other", "a:B", "r")).isFalse();
  }

  @Test
  void readsAReplacedFileAtOnce() throws IOException {
    for (int i = 0; i < 100; i++) {
      replace(ACCOUNT.replace("eu-west-1", "region-" + i));

      assertThat(file.read().region()).isEqualTo("region-" + i);
    }
  }

  @Test
  void doesNotReadAnUnchangedFileAgain() {
    assertThat(file.read()).isSameAs(file.read());
  }

  @Test
  void toStringAndErrorsHoldNoSecret() throws IOException {
    assertThat(file.read().toString()).contains("AKIA1").doesNotContain("hidden", "veiled");

    replace(ACCOUNT.replace("'keys'", "keys"));
    assertThatThrownBy(file::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the account's file is not JSON")
        .hasNoCause();
  }

  @Test
  void refusesAKeyWithoutASecret() throws IOException {
    replace(ACCOUNT.replace("'secret': 'hidden'", "'secret': ''"));

    assertThatThrownBy(file::read).hasMessage("the account's file lacks secret");
  }

  @Test
  void refusesAKeyWhosePrincipalIsNotAnArn() throws IOException {
    replace(ACCOUNT.replaceFirst("arn:aws:iam::1:role/app", "CN=broker"));

    assertThatThrownBy(file::read).hasMessage("a key's principal is not an ARN");
  }

  @Test
  void aDeletedFileIsAnError() throws IOException {
    file.read();
    Files.delete(folder.resolve("account.json"));

    assertThatThrownBy(file::read).isInstanceOf(UncheckedIOException.class);
  }
}
