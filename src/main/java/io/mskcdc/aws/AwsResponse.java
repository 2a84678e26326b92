package io.mskcdc.aws;

import java.net.http.HttpHeaders;
import java.util.Optional;

/** A response of a service. */
public record AwsResponse(int status, HttpHeaders headers, byte[] body) {

  /** Returns whether the status is a success. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Returns the first value of a header. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }
}
