package io.mskcdc.config;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.config.ConnectEndpoint.ClientCertificate;
import io.mskcdc.config.ConnectEndpoint.Credentials;
import io.mskcdc.config.ConnectEndpoint.SecretSource;
import io.mskcdc.config.EnvironmentFile.Bucket;
import io.mskcdc.config.EnvironmentFile.Connect;
import io.mskcdc.config.EnvironmentFile.MskConnect;
import io.mskcdc.config.MskConnectTarget.AssumedRole;
import io.mskcdc.config.MskConnectTarget.PluginBucket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Converts the target of environment.yaml, with the checks that the schema cannot express. */
final class TargetConversion {
  private final Path folder;
  private final EnvironmentProblems problems;

  /**
   * @param folder the folder of environment.yaml, where relative paths start
   */
  TargetConversion(Path folder, EnvironmentProblems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  ConnectEndpoint connect(Connect connect) {
    URI url = HttpAddress.of(connect.url());
    Optional<Credentials> credentials = credentials(connect);
    if (credentials.isPresent() && !HttpAddress.isPrivate(url)) {
      problems.add(
          "/connect/url",
          "credentials would cross the network in clear",
          "write an https address; http is for this machine only");
    }
    return new ConnectEndpoint(
        url,
        path(connect.caFile()),
        path(connect.clientCertificateFile())
            .map(file -> new ClientCertificate(file, path(connect.clientKeyFile()).orElseThrow())),
        credentials,
        connect.jmx());
  }

  private Optional<Credentials> credentials(Connect connect) {
    if (connect.basic() != null) {
      SecretSource password =
          new SecretSource(
              Optional.ofNullable(connect.basic().passwordEnv()),
              path(connect.basic().passwordFile()));
      return Optional.of(new Credentials(Optional.of(connect.basic().user()), password));
    }
    return Optional.ofNullable(connect.bearer())
        .map(
            bearer ->
                new SecretSource(Optional.ofNullable(bearer.tokenEnv()), path(bearer.tokenFile())))
        .map(token -> new Credentials(Optional.empty(), token));
  }

  MskConnectTarget mskConnect(MskConnect target, ClusterArn cluster) {
    return new MskConnectTarget(
        Optional.ofNullable(target.region()).orElse(cluster.region()),
        Optional.ofNullable(target.account()).orElse(cluster.account()),
        Optional.ofNullable(target.endpoint()).map(HttpAddress::of),
        Optional.ofNullable(target.profile()),
        Optional.ofNullable(target.assumeRole())
            .map(arn -> new AssumedRole(arn, Optional.ofNullable(target.assumeRoleExternalId()))),
        CommaList.of(target.bootstrapServers()),
        target.subnets(),
        target.securityGroups(),
        Optional.ofNullable(target.networkType()).orElse("IPV4"),
        Optional.ofNullable(target.pluginBucket()).map(TargetConversion::bucket),
        target.tags());
  }

  private static PluginBucket bucket(Bucket bucket) {
    String prefix = Optional.ofNullable(bucket.prefix()).orElse("");
    return new PluginBucket(
        bucket.name(),
        prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
        Optional.ofNullable(bucket.endpoint()).map(HttpAddress::of),
        Optional.ofNullable(bucket.kmsKey()));
  }

  private Optional<Path> path(String text) {
    return Optional.ofNullable(text).map(value -> folder.resolve(value).normalize());
  }
}
