package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.stack.LocalStack;
import io.mskcdc.local.stack.Ports;
import io.mskcdc.local.stack.StackType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local stack of {@code scripts/local-stack.sh}, started without the script. */
class LocalStackIT {
  @TempDir Path root;

  @Test
  void restartedStackKeepsDataAndConnectorAndGeneratesNewPasswords() throws Exception {
    LocalStack.Settings settings =
        new LocalStack.Settings(
            Pipeline.CHECKOUT,
            root.resolve("stack"),
            Ports.free(),
            LocalStack.DEFAULT_CONNECT,
            StackType.PLAIN,
            endpoints -> null);
    List<String> progress = new ArrayList<>();
    String firstPassword;
    try (LocalStack first = LocalStack.start(settings, progress::add)) {
      Pipeline.copyConfigurations(root, first.endpoints());
      apply();
      firstPassword = first.mysql().debeziumPassword();
    }
    assertThat(progress).filteredOn(line -> line.contains("is ready at")).hasSize(3);

    try (LocalStack second = LocalStack.start(settings, progress::add)) {
      assertThat(second.mysql().debeziumPassword()).isNotEqualTo(firstPassword);
      // The worker has started the connector by itself, with the new password.
      assertThat(apply().out()).contains("nothing is different");
      try (Connection shop = second.mysql().connect();
          Statement statement = shop.createStatement()) {
        statement.execute("INSERT INTO events (kind) VALUES ('carried-on')");
      }
      new Topics(second.kafka().bootstrapServers())
          .read(
              "production_db.events.append",
              message -> message.value().path("kind").asText().equals("carried-on"),
              1);
    }
    assertThat(Files.exists(root.resolve("stack/mysql"))).isTrue();
  }

  private Deployer.Run apply() {
    Deployer.Run run = new Deployer(root).run("apply", "mysql-cdc", "--stable-for", "2");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }
}
