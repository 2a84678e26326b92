package io.mskcdc.aws;

import static io.mskcdc.problem.ErrorCode.AWS_CREDENTIALS_MISSING;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The credentials that sign requests, renewed before they expire. */
final class Credentials implements AutoCloseable {
  private static final String SESSION_NAME = "mskcdc";

  /** In the SDK's message, the list of all credential sources follows this text. */
  private static final String CHAIN = " AwsCredentialsProviderChain(";

  private final AwsAccess access;
  private final AwsCredentialsProvider own;
  private final StsClient sts;
  private final AwsCredentialsProvider provider;

  Credentials(AwsAccess access) {
    this.access = access;
    // The default chain prefers environment variables to a named profile.
    own =
        access
            .profile()
            .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
            .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    if (access.assumeRole().isEmpty()) {
      sts = null;
      provider = own;
      return;
    }
    sts =
        StsClient.builder()
            .region(Region.of(access.region()))
            .credentialsProvider(own)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    provider =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(
                request ->
                    request
                        .roleArn(access.assumeRole().get())
                        .externalId(access.externalId().orElse(null))
                        .roleSessionName(SESSION_NAME))
            .build();
  }

  /** Returns valid credentials. */
  AwsCredentials get() {
    try {
      return provider.resolveCredentials();
    } catch (SdkException e) {
      throw new ProblemException(
          Problem.of(
              AWS_CREDENTIALS_MISSING, where(), "there are no credentials: " + words(e), next()),
          e);
    }
  }

  private String where() {
    return access
        .assumeRole()
        .or(() -> access.profile().map(name -> "profile " + name))
        .orElse("AWS");
  }

  private static String words(SdkException e) {
    String message = String.valueOf(e.getMessage());
    int chain = message.indexOf(CHAIN);
    return chain < 0 ? message : message.substring(0, chain);
  }

  private String next() {
    return access.profile().isPresent()
        ? "log in: aws sso login --profile " + access.profile().get() + ", or correct the profile"
        : "log in (aws sso login, and AWS_PROFILE), or run where a role gives credentials";
  }

  @Override
  public void close() {
    close(provider);
    if (sts != null) {
      sts.close();
      close(own);
    }
  }

  private static void close(AwsCredentialsProvider closed) {
    if (closed instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
