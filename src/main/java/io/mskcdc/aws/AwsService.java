package io.mskcdc.aws;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * A service of AWS in a region.
 *
 * @param title its name for messages
 * @param signingName its name in signatures, in permissions and in its host
 * @param endpoint its URL without a path
 * @param standard whether the endpoint is the public one
 */
public record AwsService(String title, String signingName, URI endpoint, boolean standard) {
  private static final String ANY_ENDPOINT = "AWS_ENDPOINT_URL";

  /**
   * Returns a service with the given endpoint. Without one, the endpoint is that of the SDK's
   * environment variables ({@code AWS_ENDPOINT_URL_KAFKACONNECT}, {@code AWS_ENDPOINT_URL}), or
   * else the public one.
   *
   * @param variables returns an environment variable's value, or null
   */
  public static AwsService of(
      String title,
      String signingName,
      String region,
      Optional<URI> given,
      UnaryOperator<String> variables) {
    String own = ANY_ENDPOINT + "_" + signingName.toUpperCase(Locale.ROOT);
    return given
        .or(
            () ->
                Stream.of(own, ANY_ENDPOINT)
                    .map(variables)
                    .filter(value -> value != null && !value.isBlank())
                    .map(URI::create)
                    .findFirst())
        .map(endpoint -> new AwsService(title, signingName, plain(endpoint), false))
        .orElseGet(
            () -> new AwsService(title, signingName, standardEndpoint(signingName, region), true));
  }

  /** Returns the service at a subdomain of its host, such as a bucket's name. */
  AwsService below(String label) {
    return new AwsService(
        title,
        signingName,
        URI.create(endpoint.toString().replaceFirst("://", "://" + label + ".")),
        standard);
  }

  private static URI plain(URI endpoint) {
    return URI.create(endpoint.toString().replaceFirst("/+$", ""));
  }

  private static URI standardEndpoint(String signingName, String region) {
    String suffix = PartitionMetadata.of(Region.of(region)).dnsSuffix();
    return URI.create("https://" + signingName + "." + region + "." + suffix);
  }
}
