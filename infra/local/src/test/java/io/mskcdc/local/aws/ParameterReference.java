package io.mskcdc.local.aws;

import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parameter as a request names it: its name or ARN, optionally with {@code :VERSION} or {@code
 * :LABEL}.
 *
 * @param name the text before the selector
 * @param arn the parameter's ARN, possibly of another account
 * @param selector a version's number or label; empty for the newest version
 */
record ParameterReference(String text, String name, String arn, String selector) {
  static final int MAX_LENGTH = 2048;

  private static final Pattern FORM =
      Pattern.compile(
          "(?<name>(arn:[^:]+:ssm:[^:]*:[^:]*:parameter/[^:]+)|"
              + ParameterStore.NAME
              + ")(:(?<selector>[^:]+))?");

  /** Reads a reference; empty if the text has another form. */
  static Optional<ParameterReference> parse(String text, VerifiedRequest call) {
    Matcher matcher = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group("name");
    String selector = matcher.group("selector");
    return Optional.of(
        new ParameterReference(
            text,
            name,
            name.startsWith("arn:") ? name : Ssm.arn(name, call),
            selector == null ? "" : selector));
  }

  boolean isByArn() {
    return name.startsWith("arn:");
  }
}
