package io.mskcdc.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How clients log in to the Kafka cluster; MSK Connect has these two. */
public enum Authentication {
  NONE,
  IAM;

  /** Returns it as environment.yaml writes it, like {@code iam}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what environment.yaml means by a text; empty where it means nothing. */
  static Optional<Authentication> of(String text) {
    return Arrays.stream(values()).filter(value -> value.text().equals(text)).findFirst();
  }
}
