package io.mskcdc.secrets;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/**
 * A path in a reference, {@code NAME[?OPTION=VALUE&...]}. The name may be percent-encoded. An ARN
 * must be, because Connect splits a reference at its colons.
 *
 * @param name the decoded name
 * @param options the decoded options after the question mark
 */
record SecretPath(String name, Map<String, String> options) {
  private static final int ARN_PARTS = 6;

  static SecretPath parse(String path, Set<String> known) {
    int mark = path.indexOf('?');
    String name = decode(mark < 0 ? path : path.substring(0, mark), path);
    if (name.isBlank()) {
      throw new ConfigException("the reference has no name of a secret: '" + path + "'");
    }
    Map<String, String> options = new HashMap<>();
    if (mark >= 0) {
      for (String option : path.substring(mark + 1).split("&")) {
        int equals = option.indexOf('=');
        String key = equals < 0 ? option : option.substring(0, equals);
        if (equals < 0 || !known.contains(key)) {
          throw new ConfigException(
              name + ": '" + key + "' is not an option with a value; the options are " + known);
        }
        options.put(key, decode(option.substring(equals + 1), path));
      }
    }
    return new SecretPath(name, Map.copyOf(options));
  }

  /**
   * Rejects an ARN with its colons. Connect reads {@code arn} as the path then and the rest as the
   * key, and AWS would refuse access to a secret of that name.
   */
  static void requireNoRawArn(String path, Set<String> keys) {
    for (String key : keys) {
      String[] parts = ("arn:" + key).split(":", ARN_PARTS);
      if (!path.equals("arn") || !key.startsWith("aws") || parts.length < ARN_PARTS) {
        continue;
      }
      throw new ConfigException(
          "the reference contains arn:"
              + key
              + ", and Connect splits a reference at its colons; write "
              + withoutColons(parts));
    }
  }

  private static String withoutColons(String[] parts) {
    String resource = parts[ARN_PARTS - 1];
    if (parts[2].equals("s3")) {
      return resource + ", the bucket and the key, instead of the ARN";
    }
    String rest = "";
    if (parts[2].equals("secretsmanager")) {
      // The resource is secret:NAME, and a name has no colon.
      int end = resource.indexOf(':', resource.indexOf(':') + 1);
      rest = end < 0 ? "" : resource.substring(end);
      resource = end < 0 ? resource : resource.substring(0, end);
    }
    parts[ARN_PARTS - 1] = resource.replace(":", "%3A");
    return String.join("%3A", parts) + rest;
  }

  private static String decode(String text, String path) {
    try {
      // URLDecoder decodes HTML forms, where a plus is a space. In a path it is a plus.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("'" + path + "' has an invalid percent-encoding");
    }
  }
}
