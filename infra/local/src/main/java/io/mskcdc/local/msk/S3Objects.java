package io.mskcdc.local.msk;

import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.iam.SignatureV4;
import io.mskcdc.local.msk.MskConnectShapes.S3Location;
import io.mskcdc.local.msk.PluginFile.UnusableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads objects of the local S3, which needs no signature. */
final class S3Objects {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int BUFFER = 1 << 16;

  private final URI endpoint;
  private final long maxBytes;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  S3Objects(URI endpoint, long maxBytes) {
    this.endpoint = endpoint;
    this.maxBytes = maxBytes;
  }

  /** Checks that a location has the ARN of a bucket and a key. */
  static void require(S3Location location) {
    if (location.bucketArn() == null
        || !location.bucketArn().matches("arn:[a-z-]+:s3:::[a-z0-9.-]{3,63}")) {
      throw badLocation("bucketArn", "bucketArn is not the ARN of a bucket");
    }
    if (location.fileKey() == null || location.fileKey().isEmpty()) {
      throw badLocation("fileKey", "fileKey is required");
    }
  }

  private static ServiceError badLocation(String member, String message) {
    return MskConnectErrors.badRequest("location.s3Location." + member, message);
  }

  /**
   * Copies an object into a file: the version in the location, or the newest.
   *
   * @throws UnusableException if there is no such bucket, object or version, or it is too large
   */
  void copy(S3Location location, Path file) throws UnusableException, InterruptedException {
    String bucket = location.bucketArn().substring(location.bucketArn().lastIndexOf(':') + 1);
    String key =
        Arrays.stream(location.fileKey().split("/", -1))
            .map(SignatureV4::encode)
            .collect(Collectors.joining("/"));
    String version =
        location.objectVersion() == null
            ? ""
            : "?versionId=" + SignatureV4.encode(location.objectVersion());
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/" + bucket + "/" + key + version))
            .timeout(TIMEOUT)
            .build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body();
          OutputStream out = Files.newOutputStream(file)) {
        if (response.statusCode() != 200) {
          throw new UnusableException(
              "InvalidInput.S3ObjectNotFound",
              "the S3 object, in this version, could not be read: status " + response.statusCode());
        }
        copy(in, out);
      }
    } catch (IOException e) {
      throw new UnusableException("InvalidInput.S3NotReachable", "S3 could not be reached");
    }
  }

  private void copy(InputStream in, OutputStream out) throws IOException, UnusableException {
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      size += read;
      if (size > maxBytes) {
        throw new UnusableException(
            "InvalidInput.PluginTooLarge", "the file is larger than " + maxBytes + " bytes");
      }
      out.write(buffer, 0, read);
    }
  }
}
