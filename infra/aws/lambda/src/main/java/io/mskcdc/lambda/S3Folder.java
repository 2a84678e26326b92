package io.mskcdc.lambda;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket and the beginning of keys in it.
 *
 * @param prefix empty, or with a slash at its end
 */
record S3Folder(String bucket, String prefix) {
  private static final Pattern FORM = Pattern.compile("s3://([a-z0-9][a-z0-9.-]+[a-z0-9])(/.*)?");

  /** Reads a location such as {@code s3://bucket/prefix}; empty if it has another form. */
  static Optional<S3Folder> parse(String location) {
    Matcher parts = FORM.matcher(location);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String prefix = parts.group(2) == null ? "" : parts.group(2).replaceAll("^/+|/+$", "");
    return Optional.of(new S3Folder(parts.group(1), prefix.isEmpty() ? "" : prefix + "/"));
  }

  String key(String name) {
    return prefix + name;
  }
}
