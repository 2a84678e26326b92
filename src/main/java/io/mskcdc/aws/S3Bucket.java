package io.mskcdc.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bucket of S3. Each request checks the bucket's owner. Format: HeadObject and PutObject in the
 * S3 API reference.
 */
public final class S3Bucket {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(10);
  private static final String CHECKSUM = "x-amz-checksum-sha256";
  private static final Map<String, List<String>> NO_QUERY = Map.of();

  private final String name;
  private final String owner;
  private final Optional<String> kmsKey;
  private final String partition;
  private final String path;
  private final SignedHttp http;

  /**
   * Opens no connection yet.
   *
   * @param owner the account that the bucket must belong to
   * @param kmsKey the ARN of the key that encrypts new objects; empty for S3's own key
   * @param endpoint an endpoint other than the region's; its paths begin with the bucket's name
   */
  public S3Bucket(
      AwsSession session,
      String name,
      String owner,
      Optional<String> kmsKey,
      Optional<URI> endpoint) {
    this.name = name;
    this.owner = owner;
    this.kmsKey = kmsKey;
    this.partition = session.partition();
    AwsService service = session.service("S3", "s3", endpoint);
    // S3's certificate covers only one label before the host's name.
    boolean host = service.standard() && !name.contains(".");
    this.path = host ? "" : "/" + name;
    this.http = session.http(host ? service.below(name) : service);
  }

  /**
   * A stored object.
   *
   * @param sha256 in hexadecimal; empty where it was stored without one
   * @param version empty where the bucket has no versioning
   */
  public record StoredObject(Optional<String> sha256, Optional<String> version) {}

  /** Returns the bucket's ARN. */
  public String arn() {
    return "arn:" + partition + ":s3:::" + name;
  }

  /**
   * HeadObject. Without the permission to list the bucket, S3 returns 403 for absent objects too.
   *
   * @param forbiddenIsAbsent whether a 403 counts as absent
   */
  public Optional<StoredObject> head(String key, boolean forbiddenIsAbsent) {
    Map<String, String> headers = headers();
    headers.put("x-amz-checksum-mode", "ENABLED");
    return http.send(
        request(
            "HeadObject",
            "HEAD",
            key,
            headers,
            null,
            TIMEOUT,
            error ->
                error.status() == 404
                    || forbiddenIsAbsent && error.status() == 403 && !error.isNotAuthenticated(),
            sent -> {}),
        response -> response.isSuccess() ? Optional.of(stored(response)) : Optional.empty(),
        Optional::empty);
  }

  /**
   * PutObject, which never replaces an object.
   *
   * @param sha256 of the content, in hexadecimal; S3 rejects other content
   * @param sent receives the number of bytes that have been sent
   * @return empty where the key is in use
   */
  public Optional<StoredObject> putNew(
      String key, Content content, String sha256, LongConsumer sent) {
    Map<String, String> headers = headers();
    headers.put("If-None-Match", "*");
    headers.put("Content-Type", "application/zip");
    headers.put(CHECKSUM, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)));
    headers.put("x-amz-server-side-encryption", kmsKey.isPresent() ? "aws:kms" : "AES256");
    kmsKey.ifPresent(arn -> headers.put("x-amz-server-side-encryption-aws-kms-key-id", arn));
    return http.send(
        request(
            "PutObject",
            "PUT",
            key,
            headers,
            content,
            UPLOAD_TIMEOUT,
            error -> error.status() == 412,
            sent),
        response ->
            response.isSuccess()
                ? Optional.of(new StoredObject(Optional.of(sha256), version(response)))
                : Optional.empty(),
        Optional::empty);
  }

  private AwsRequest request(
      String operation,
      String method,
      String key,
      Map<String, String> headers,
      Content content,
      Duration timeout,
      Predicate<AwsError> expected,
      LongConsumer sent) {
    String encoded =
        Stream.of(key.split("/", -1)).map(AwsRequest::encoded).collect(Collectors.joining("/"));
    return new AwsRequest(
        operation,
        "s3://" + name + "/" + key,
        method,
        path + "/" + encoded,
        NO_QUERY,
        headers,
        content,
        timeout,
        expected,
        sent);
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-amz-expected-bucket-owner", owner);
    return headers;
  }

  private static StoredObject stored(AwsResponse response) {
    return new StoredObject(
        response.header(CHECKSUM).flatMap(S3Bucket::hexadecimal), version(response));
  }

  // A multipart upload has a checksum of checksums, followed by a hyphen and the number of parts.
  private static Optional<String> hexadecimal(String checksum) {
    return checksum.contains("-")
        ? Optional.empty()
        : Optional.of(HexFormat.of().formatHex(Base64.getDecoder().decode(checksum)));
  }

  private static Optional<String> version(AwsResponse response) {
    return response.header("x-amz-version-id").filter(id -> !id.equals("null"));
  }
}
