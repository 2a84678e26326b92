package io.mskcdc.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How clients log in to the Kafka cluster. MSK Connect supports these two. */
public enum Authentication {
  NONE,
  IAM;

  /** Returns its text in environment.yaml, like {@code iam}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the value for a text in environment.yaml; empty for an unknown text. */
  static Optional<Authentication> of(String text) {
    return Arrays.stream(values()).filter(value -> value.text().equals(text)).findFirst();
  }
}
