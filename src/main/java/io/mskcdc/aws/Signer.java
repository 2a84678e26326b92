package io.mskcdc.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Converts a request to one of the JDK's client, signed with Signature Version 4. */
final class Signer {
  /** The JDK's client sets these headers. */
  private static final Set<String> OF_THE_CLIENT = caseless("Host", "Content-Length");

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsService service;
  private final String region;
  private final Credentials credentials;

  Signer(AwsService service, String region, Credentials credentials) {
    this.service = service;
    this.region = region;
    this.credentials = credentials;
  }

  HttpRequest sign(AwsRequest request) {
    URI uri = URI.create(service.endpoint() + request.path() + query(request.query()));
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(request.method())).uri(uri);
    request.headers().forEach(unsigned::putHeader);
    boolean s3 = service.signingName().equals("s3");
    SignRequest.Builder<AwsCredentialsIdentity> toSign =
        SignRequest.builder((AwsCredentialsIdentity) credentials.get())
            .request(unsigned.build())
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.signingName())
            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
            // Only S3 signs the path without encoding it a second time.
            .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !s3)
            .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !s3);
    Content content = request.content();
    if (content != null) {
      toSign.payload(() -> opened(content));
    }
    SdkHttpRequest signed = signer.sign(toSign.build()).request();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri)
            .timeout(request.timeout())
            .method(request.method(), body(content, request.sent()));
    signed.forEachHeader(
        (name, values) -> {
          if (!OF_THE_CLIENT.contains(name)) {
            values.forEach(value -> builder.header(name, value));
          }
        });
    return builder.build();
  }

  private static BodyPublisher body(Content content, LongConsumer sent) {
    return content == null
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(() -> new Counting(opened(content), sent)),
            content.length());
  }

  private static InputStream opened(Content content) {
    try {
      return content.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String query(Map<String, List<String>> parameters) {
    String query =
        parameters.entrySet().stream()
            .flatMap(
                entry ->
                    entry.getValue().stream()
                        .map(
                            value ->
                                AwsRequest.encoded(entry.getKey())
                                    + "="
                                    + AwsRequest.encoded(value)))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  private static Set<String> caseless(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(List.of(names));
    return set;
  }

  /** Reports the number of bytes that have been read. */
  private static final class Counting extends FilterInputStream {
    private final LongConsumer sent;
    private long count;

    Counting(InputStream in, LongConsumer sent) {
      super(in);
      this.sent = sent;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read > 0) {
        count += read;
        sent.accept(count);
      }
      return read;
    }
  }
}
