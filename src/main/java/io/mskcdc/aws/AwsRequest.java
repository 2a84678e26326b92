package io.mskcdc.aws;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * A request to a service.
 *
 * @param operation its name in the service's API, which is also the name of its permission
 * @param resource the resource, for messages
 * @param path percent-encoded
 * @param query not encoded
 * @param content null for none
 * @param timeout the time limit for a response
 * @param expected matches the errors that are a result and no failure
 * @param sent receives the number of bytes of the content that have been sent
 */
public record AwsRequest(
    String operation,
    String resource,
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    Content content,
    Duration timeout,
    Predicate<AwsError> expected,
    LongConsumer sent) {

  /** Percent-encodes all but letters, digits, {@code -}, {@code .}, {@code _} and {@code ~}. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
