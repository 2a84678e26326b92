package io.mskcdc.local.aws;

import io.mskcdc.local.aws.rest.ServiceRequest;
import io.mskcdc.local.iam.SignatureV4;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The canonical form of a request, from which its signature is computed.
 *
 * <p>Format: "Create a canonical request" in the IAM User Guide. As for all services but S3, the
 * path is normalized and encoded a second time.
 */
final class CanonicalRequest {
  private CanonicalRequest() {}

  /**
   * Writes a request in its canonical form.
   *
   * @param signedHeaders names in lower case; the request has each of them
   */
  static String of(ServiceRequest request, List<String> signedHeaders) {
    List<String> names = signedHeaders.stream().sorted().toList();
    String headers =
        names.stream()
            .map(name -> name + ":" + value(request.headers().get(name)) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method(),
        path(request.path()),
        query(request.query()),
        headers,
        String.join(";", names),
        SignatureV4.sha256(request.body()));
  }

  private static String value(List<String> values) {
    return values.stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  private static String path(String path) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/")) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> segments.pollLast();
        default -> segments.addLast(SignatureV4.encode(segment));
      }
    }
    boolean folder = path.endsWith("/") && !segments.isEmpty();
    return "/" + String.join("/", segments) + (folder ? "/" : "");
  }

  // A name that occurs more than once is sorted by its values.
  private static String query(String query) {
    List<String[]> parameters = new ArrayList<>();
    for (String parameter : query.split("&")) {
      if (!parameter.isEmpty()) {
        String[] pair = parameter.split("=", 2);
        parameters.add(new String[] {recoded(pair[0]), pair.length < 2 ? "" : recoded(pair[1])});
      }
    }
    return parameters.stream()
        .sorted(
            Comparator.<String[], String>comparing(pair -> pair[0]).thenComparing(pair -> pair[1]))
        .map(pair -> pair[0] + "=" + pair[1])
        .collect(Collectors.joining("&"));
  }

  private static String recoded(String encoded) {
    // A plus is literal here; it stands for a space only in HTML forms.
    return SignatureV4.encode(
        URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
  }
}
