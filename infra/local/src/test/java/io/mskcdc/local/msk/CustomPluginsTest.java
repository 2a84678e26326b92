package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;
import software.amazon.awssdk.services.kafkaconnect.model.ConflictException;
import software.amazon.awssdk.services.kafkaconnect.model.CustomPluginState;
import software.amazon.awssdk.services.kafkaconnect.model.DescribeCustomPluginResponse;
import software.amazon.awssdk.services.kafkaconnect.model.NotFoundException;
import software.amazon.awssdk.services.kafkaconnect.model.S3Location;

/** Custom plugins, created by the client of the SDK. */
@ExtendWith(Emulator.Shared.class)
class CustomPluginsTest {
  private final Emulator emulator;
  private final KafkaConnectClient client;

  CustomPluginsTest(Emulator emulator) {
    this.emulator = emulator;
    client = emulator.client();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aPluginIsTheLocationsObjectVersionWithItsSizeAndMd5() throws IOException {
    byte[] pinned = TickPlugin.zip("one");
    String version = emulator.put("pinned.zip", pinned);
    emulator.put("pinned.zip", TickPlugin.zip("another"));

    DescribeCustomPluginResponse plugin =
        TickPlugin.create(client, "ZIP", TickPlugin.location("pinned.zip", version));

    assertThat(plugin.customPluginState()).isEqualTo(CustomPluginState.ACTIVE);
    assertThat(plugin.latestRevision().revision()).isEqualTo(1);
    assertThat(plugin.latestRevision().location().s3Location().objectVersion()).isEqualTo(version);
    assertThat(plugin.latestRevision().fileDescription().fileSize()).isEqualTo(pinned.length);
    assertThat(plugin.latestRevision().fileDescription().fileMd5()).isEqualTo(md5(pinned));
    assertThat(plugin.customPluginArn())
        .matches(
            "arn:aws:kafkaconnect:eu-west-1:123456789012:custom-plugin/made-[0-9]+/[0-9a-f-]+-2");
  }

  @Test
  void aJarIsAPluginToo() throws IOException {
    emulator.put("ticks.jar", TickPlugin.jar("one"));

    assertThat(
            TickPlugin.create(client, "JAR", TickPlugin.location("ticks.jar", null))
                .customPluginState())
        .isEqualTo(CustomPluginState.ACTIVE);
  }

  @Test
  void aFileThatIsNoPluginFailsWithAReason() throws IOException {
    emulator.put("text.zip", "no ZIP".getBytes(StandardCharsets.UTF_8));
    emulator.put("empty.zip", TickPlugin.zip("readme.txt", new byte[1]));
    emulator.put("fake.zip", TickPlugin.zip("fake.jar", "no JAR".getBytes(StandardCharsets.UTF_8)));
    emulator.put("outside.zip", TickPlugin.zip("../outside.jar", TickPlugin.jar("one")));
    emulator.put("large.zip", new byte[(1 << 20) + 1]);

    assertFails("text.zip", "not a ZIP");
    assertFails("empty.zip", "no JAR file");
    assertFails("fake.zip", "fake.jar");
    assertFails("outside.zip", "outside");
    assertFails("large.zip", "larger");
    assertFails("missing.zip", "could not be read: status 404");
  }

  private void assertFails(String key, String why) {
    DescribeCustomPluginResponse plugin =
        TickPlugin.create(client, "ZIP", TickPlugin.location(key, null));
    assertThat(plugin.customPluginState()).isEqualTo(CustomPluginState.CREATE_FAILED);
    assertThat(plugin.latestRevision()).isNull();
    assertThat(plugin.stateDescription().code()).startsWith("InvalidInput.");
    assertThat(plugin.stateDescription().message()).contains(why);
  }

  @Test
  void aPluginFromAMissingBucketFails() {
    S3Location location =
        S3Location.builder().bucketArn("arn:aws:s3:::nobodys-bucket").fileKey("a.zip").build();

    assertThat(TickPlugin.create(client, "ZIP", location).customPluginState())
        .isEqualTo(CustomPluginState.CREATE_FAILED);
  }

  @Test
  void aPluginsNameIsUniqueAndADeletedPluginIsNotFound() throws IOException {
    emulator.put("again.zip", TickPlugin.zip("one"));
    DescribeCustomPluginResponse plugin =
        TickPlugin.create(client, "ZIP", TickPlugin.location("again.zip", null));

    assertThatThrownBy(
            () ->
                client.createCustomPlugin(
                    r ->
                        r.name(plugin.name())
                            .contentType("ZIP")
                            .location(l -> l.s3Location(TickPlugin.location("again.zip", null)))))
        .isInstanceOf(ConflictException.class);
    client.deleteCustomPlugin(r -> r.customPluginArn(plugin.customPluginArn()));
    assertThatThrownBy(
            () -> client.describeCustomPlugin(r -> r.customPluginArn(plugin.customPluginArn())))
        .isInstanceOf(NotFoundException.class);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
