package io.mskcdc.contract;

import static io.mskcdc.problem.ErrorCode.CONTRACT_NOT_DERIVABLE;

import io.mskcdc.catalog.CanonicalValues;
import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks that a connector writes rows in the form of docs/topics.md and docs/contract.md, with the
 * options that {@code mysql-cdc} sets. Rows in another form are not described.
 */
final class RowForm {
  private static final String CLASS = "connector.class";
  private static final String MYSQL = "io.debezium.connector.mysql.MySqlConnector";
  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
  private static final String MASKS_OF_DEBEZIUM = "column.mask.";

  private static final List<Option> OF_CONNECTOR =
      List.of(
          new Option("binary.handling.mode", "bytes", true),
          new Option("converters", "", true),
          new Option("decimal.handling.mode", "string", false),
          // With its default, a value that cannot be converted becomes null.
          new Option("event.converting.failure.handling.mode", "fail", false),
          new Option("field.name.adjustment.mode", "none", true),
          new Option("key.converter", JSON, false),
          new Option("key.converter.schemas.enable", "false", false),
          new Option("post.processors", "", true),
          new Option("value.converter", JSON, false),
          new Option("value.converter.schemas.enable", "false", false));

  private static final List<Option> OF_TRANSFORM =
      List.of(
          new Option("predicate", "", true),
          new Option("route.key.field.name", "", true),
          new Option("type", MaskTransform.ONE_PASS, false),
          new Option("unwrap.drop.fields.header.name", "", true),
          new Option("unwrap.route.by.field", "", true),
          new Option("unwrap.truncate.handling.mode", "drop", true),
          new Option("values.canonical", "true", false));

  /**
   * An option with the value that the described form needs.
   *
   * @param value the value; empty for an option that must not be set
   * @param isDefault whether the option may be absent
   */
  private record Option(String name, String value, boolean isDefault) {
    boolean isFulfilled(String set) {
      return set == null ? isDefault : set.strip().equalsIgnoreCase(value);
    }

    String remedy() {
      return value.isEmpty() ? "remove it" : "write " + value;
    }
  }

  private final RenderedConnector connector;
  private final BundlePaths paths;
  private final List<Problem> problems = new ArrayList<>();

  private RowForm(RenderedConnector connector, BundlePaths paths) {
    this.connector = connector;
    this.paths = paths;
  }

  /**
   * Returns the prefix of the options of the transform that unwraps, masks and routes.
   *
   * @throws ProblemException with each option that gives records another form
   */
  static String transformOf(RenderedConnector connector, BundlePaths paths) {
    return new RowForm(connector, paths).transform();
  }

  private String transform() {
    Map<String, String> config = connector.config();
    List<String> transforms = CommaList.of(config.get("transforms"));
    String prefix = transforms.size() == 1 ? "transforms." + transforms.get(0) + "." : "";
    if (!MYSQL.equals(connector.connectorClass())) {
      add(CLASS, "use the connector " + MYSQL + ", or describe the topics by hand");
    } else if (prefix.isEmpty()) {
      add("transforms", "use one transform only, " + MaskTransform.ONE_PASS);
    } else {
      check("", OF_CONNECTOR);
      check(prefix, OF_TRANSFORM);
      CanonicalValues.missing(config).forEach((key, value) -> add(key, "write " + value));
      config.keySet().stream()
          .filter(key -> key.startsWith(MASKS_OF_DEBEZIUM))
          .forEach(key -> add(key, "mask the columns with " + prefix + "mask.*"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return prefix;
  }

  private void check(String prefix, List<Option> options) {
    for (Option option : options) {
      String key = prefix + option.name;
      if (!option.isFulfilled(connector.config().get(key))) {
        add(key, option.remedy());
      }
    }
  }

  private void add(String key, String next) {
    problems.add(
        problem(
            connector,
            paths,
            key,
            (connector.config().containsKey(key) ? "its value" : "its default")
                + " gives the records a form that docs/topics.md does not describe",
            next));
  }

  static Problem problem(
      RenderedConnector connector, BundlePaths paths, String key, String message, String next) {
    return new Problem(
        CONTRACT_NOT_DERIVABLE, paths.shown(connector.valueAt(key)), key, message, next);
  }
}
