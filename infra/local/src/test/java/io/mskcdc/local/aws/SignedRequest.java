package io.mskcdc.local.aws;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** A request signed by the SDK's own signer, which a test can alter before it is sent. */
public final class SignedRequest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Set<String> WRITTEN_BY_CLIENT = Set.of("host", "content-length");

  private final URI uri;
  private final String method;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private String body;

  private SignedRequest(SdkHttpRequest signed, String body) {
    this.uri = signed.getUri();
    this.method = signed.method().name();
    this.body = body;
    signed.headers().forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
    WRITTEN_BY_CLIENT.forEach(headers::remove);
  }

  /**
   * Signs a request.
   *
   * @param age of the signature, negative for a client whose clock is fast
   */
  public static SignedRequest sign(
      AwsCredentials key,
      String region,
      String service,
      Duration age,
      SdkHttpRequest request,
      String body) {
    return new SignedRequest(
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(key)
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(
                            HttpSigner.SIGNING_CLOCK,
                            Clock.offset(Clock.systemUTC(), age.negated())))
            .request(),
        body);
  }

  /** Returns a request that is not signed yet. */
  public static SdkHttpRequest unsigned(String method, URI uri, Map<String, List<String>> headers) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.fromValue(method))
        .uri(uri)
        .headers(headers)
        .build();
  }

  SignedRequest with(String header, String... values) {
    headers.put(header, List.of(values));
    return this;
  }

  SignedRequest with(String header, UnaryOperator<String> change) {
    return with(header, change.apply(headers.get(header).get(0)));
  }

  SignedRequest without(String header) {
    headers.remove(header);
    return this;
  }

  SignedRequest withBody(String altered) {
    body = altered;
    return this;
  }

  public HttpResponse<String> send() throws IOException, InterruptedException {
    return sendTo(uri);
  }

  HttpResponse<String> sendTo(URI other) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(other).method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
