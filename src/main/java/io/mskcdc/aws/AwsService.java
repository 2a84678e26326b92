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
 * @param title what people call it
 * @param signingName its name in signatures, in permissions and in its host
 * @param endpoint where it is, without a path
 * @param standard whether that is its public endpoint
 */
public record AwsService(String title, String signingName, URI endpoint, boolean standard) {
  private static final String ANY_ENDPOINT = "AWS_ENDPOINT_URL";

  /**
   * Finds a service: where the caller says, else where the variables say that the SDK reads too
   * ({@code AWS_ENDPOINT_URL_KAFKACONNECT}, {@code AWS_ENDPOINT_URL}), else at its public endpoint.
   *
   * @param variables the environment's variables; null for what is not set
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

  /** Returns the service at a host of its own, the name of a bucket for instance. */
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
