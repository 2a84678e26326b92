package io.mskcdc.local.aws.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations of a rest-json service, each with its method and the template of its path. */
public final class Routes {
  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z]+)\\}");

  private final Map<String, Route> routes = new LinkedHashMap<>();

  record Route(
      String operation,
      String method,
      Pattern path,
      List<String> variables,
      ServiceOperation handler) {

    boolean matches(ServiceRequest request) {
      return method.equals(request.method()) && path.matcher(request.path()).matches();
    }

    /** Returns the path's variables, decoded. */
    Map<String, String> variables(ServiceRequest request) {
      Map<String, String> values = new LinkedHashMap<>();
      Matcher matcher = path.matcher(request.path());
      if (matcher.matches()) {
        for (int i = 0; i < variables.size(); i++) {
          values.put(variables.get(i), decode(matcher.group(i + 1)));
        }
      }
      return values;
    }
  }

  /**
   * Adds an operation.
   *
   * @param path a template like {@code /v1/connectors/{connectorArn}}; a variable stands for one
   *     segment
   */
  public Routes add(String operation, String method, String path, ServiceOperation handler) {
    List<String> variables =
        VARIABLE.matcher(path).results().map((MatchResult match) -> match.group(1)).toList();
    // Outside of variables, the templates of the service models hold no special character.
    Pattern pattern = Pattern.compile(VARIABLE.matcher(path).replaceAll("([^/]+)"));
    routes.put(operation, new Route(operation, method, pattern, variables, handler));
    return this;
  }

  /** Adds an operation that depends only on its input. */
  public Routes add(
      String operation, String method, String path, Function<Input, ObjectNode> handler) {
    return add(operation, method, path, (input, call) -> handler.apply(input));
  }

  Optional<Route> find(ServiceRequest request) {
    return routes.values().stream().filter(route -> route.matches(request)).findFirst();
  }

  Route get(String operation) {
    return routes.get(operation);
  }

  /** Returns the parameters of a query, decoded, each with all its values. */
  static Map<String, List<String>> query(ServiceRequest request) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String parameter : request.query().split("&")) {
      if (!parameter.isEmpty()) {
        String[] pair = parameter.split("=", 2);
        query
            .computeIfAbsent(decode(pair[0]), name -> new ArrayList<>())
            .add(pair.length < 2 ? "" : decode(pair[1]));
      }
    }
    return query;
  }

  private static String decode(String encoded) {
    // A plus is literal here; it stands for a space only in HTML forms.
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
