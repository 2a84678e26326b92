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
 * A bucket of S3, whose owner is checked with each request. Format: HeadObject and PutObject in the
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
   * Connects to nothing yet.
   *
   * @param owner the account that the bucket must belong to
   * @param kmsKey the ARN of the key that encrypts what is put; S3's own key without one
   * @param endpoint another endpoint than the region's; buckets are folders of it
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
    // A certificate of S3 covers one label before its own host's name.
    boolean host = service.standard() && !name.contains(".");
    this.path = host ? "" : "/" + name;
    this.http = session.http(host ? service.below(name) : service);
  }

  /**
   * An object as it is stored.
   *
   * @param sha256 in hexadecimal; empty where it was put without one
   * @param version empty where the bucket keeps no versions
   */
  public record StoredObject(Optional<String> sha256, Optional<String> version) {}

  /** Returns the bucket's ARN. */
  public String arn() {
    return "arn:" + partition + ":s3:::" + name;
  }

  /**
   * HeadObject. Without the permission to list the bucket, S3 does not tell what is absent from
   * what may not be read.
   *
   * @param hiddenIsAbsent whether to take the latter for the former
   */
  public Optional<StoredObject> head(String key, boolean hiddenIsAbsent) {
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
                    || hiddenIsAbsent && error.status() == 403 && !error.isNotAuthenticated(),
            sent -> {}),
        reply -> reply.isSuccess() ? Optional.of(stored(reply)) : Optional.empty(),
        Optional::empty);
  }

  /**
   * PutObject, which never replaces anything.
   *
   * @param sha256 of the content, in hexadecimal; S3 refuses another content
   * @param sent told how many bytes have been sent
   * @return empty where there is something under this key
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
        reply ->
            reply.isSuccess()
                ? Optional.of(new StoredObject(Optional.of(sha256), version(reply)))
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

  private static StoredObject stored(AwsResponse reply) {
    return new StoredObject(reply.header(CHECKSUM).flatMap(S3Bucket::hexadecimal), version(reply));
  }

  // What was put in parts has a checksum of their checksums, with their number behind a hyphen.
  private static Optional<String> hexadecimal(String checksum) {
    return checksum.contains("-")
        ? Optional.empty()
        : Optional.of(HexFormat.of().formatHex(Base64.getDecoder().decode(checksum)));
  }

  private static Optional<String> version(AwsResponse reply) {
    return reply.header("x-amz-version-id").filter(id -> !id.equals("null"));
  }
}
