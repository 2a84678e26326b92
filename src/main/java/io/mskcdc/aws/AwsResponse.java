package io.mskcdc.aws;

import java.net.http.HttpHeaders;
import java.util.Optional;

/** What a service answered. */
public record AwsResponse(int status, HttpHeaders headers, byte[] body) {

  /** Returns whether it is what was asked for. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Returns a header, where there is one. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }
}
