package io.mskcdc.config;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import java.net.URI;
import java.util.Optional;

/** The formats of addresses in environment.schema.json. */
enum HttpAddress implements Format {
  /** An address of http or https without user, password and query. */
  ANY("http-address"),

  /** Such an address whose traffic is encrypted or stays on this machine. */
  PRIVATE("private-http-address");

  private final String format;

  HttpAddress(String format) {
    this.format = format;
  }

  @Override
  public String getName() {
    return format;
  }

  @Override
  public boolean matches(ExecutionContext context, String text) {
    // The problem of an undefined variable is reported where variables are replaced.
    return text.contains("{{")
        || parse(text).filter(url -> this == ANY || isPrivate(url)).isPresent();
  }

  /** Returns an address without its trailing slash. */
  static URI of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("no address of http"));
  }

  private static Optional<URI> parse(String text) {
    try {
      URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return http && url.getHost() != null && url.getUserInfo() == null && url.getQuery() == null
          ? Optional.of(url)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns whether the traffic is encrypted or stays on this machine. */
  static boolean isPrivate(URI url) {
    String host = url.getHost();
    return url.getScheme().equals("https")
        || host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("[::1]");
  }
}
