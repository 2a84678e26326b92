package io.mskcdc.local.msk;

import static org.awaitility.Awaitility.await;

import io.mskcdc.local.msk.ticks.TickSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;
import software.amazon.awssdk.services.kafkaconnect.model.CustomPluginState;
import software.amazon.awssdk.services.kafkaconnect.model.DescribeCustomPluginResponse;
import software.amazon.awssdk.services.kafkaconnect.model.S3Location;

/** Plugin files with {@link TickSource}. */
final class TickPlugin {
  private TickPlugin() {}

  /** Returns a JAR with the connector and the name of a build. */
  static byte[] jar(String build) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String folder = TickSource.class.getPackageName().replace('.', '/') + "/";
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      for (String file : new String[] {"TickSource.class", "TickTask.class"}) {
        jar.putNextEntry(new ZipEntry(folder + file));
        try (InputStream in = TickSource.class.getResourceAsStream(file)) {
          in.transferTo(jar);
        }
      }
      jar.putNextEntry(new ZipEntry(folder + "build.txt"));
      jar.write(build.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Returns a ZIP with that JAR. */
  static byte[] zip(String build) throws IOException {
    return zip("ticks/ticks.jar", jar(build));
  }

  static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  /** Returns the location of an object in the emulator's bucket. */
  static S3Location location(String key, String version) {
    return S3Location.builder()
        .bucketArn(Emulator.BUCKET_ARN)
        .fileKey(key)
        .objectVersion(version)
        .build();
  }

  /** Creates a custom plugin and returns it when it is no longer CREATING. */
  static DescribeCustomPluginResponse create(
      KafkaConnectClient client, String type, S3Location location) {
    return create(client, Emulator.name(), type, location);
  }

  static DescribeCustomPluginResponse create(
      KafkaConnectClient client, String name, String type, S3Location location) {
    String arn =
        client
            .createCustomPlugin(
                r -> r.name(name).contentType(type).location(l -> l.s3Location(location)))
            .customPluginArn();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                client.describeCustomPlugin(r -> r.customPluginArn(arn)).customPluginState()
                    != CustomPluginState.CREATING);
    return client.describeCustomPlugin(r -> r.customPluginArn(arn));
  }
}
