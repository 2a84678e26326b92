package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.KEY_COLUMN_CLEAR;
import static io.mskcdc.problem.ErrorCode.KEY_MASK_MERGES;

import io.mskcdc.catalog.DebeziumClass;
import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import io.mskcdc.smt.mask.ColumnDecisions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/**
 * Finds columns of {@code message.key.columns} that are masked in a way that makes one key of two.
 */
final class MaskedKeyRule implements ConnectorRule {
  private static final String KEYS = "message.key.columns";
  private static final String COLUMNS = ".columns";
  private static final Pattern MASKED = Pattern.compile("column\\.mask\\.with\\.\\d+\\.chars");
  private static final Pattern CUT = Pattern.compile("column\\.truncate\\.to\\.\\d+\\.chars");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            KEY_MASK_MERGES,
            "columns of `message.key.columns` in `column.mask.with.*`, `column.truncate.to.*`, the lists of Mask and UnwrapMaskRoute, and the `fields` of MaskField$Key",
            "Debezium masks keys too: all rows then have one key, and compaction keeps the last row. Mask and UnwrapMaskRoute stop the task. Cut texts are a warning, because they may still differ.",
            "Mask the column with `hmac` of 128 bits or more, or take it out of the key.",
            "Debezium, MySQL connector, column masks; Kafka, MaskField"),
        Rule.error(
            KEY_COLUMN_CLEAR,
            "columns of `message.key.columns` in the `fields` of MaskField$Value",
            "Kafka's MaskField$Value masks values only. The key of each record contains the same column in clear.",
            "Mask the column with `hmac` of UnwrapMaskRoute or Mask, which masks keys too, or take it out of the key.",
            "Kafka, MaskField"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    if (!ConnectorKind.isRelational(connector) || options.value(KEYS).isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (String key : options.config().keySet()) {
      if (MASKED.matcher(key).matches()) {
        findings.addAll(check(options, key, Severity.ERROR, "all rows get one key"));
      } else if (CUT.matcher(key).matches()) {
        findings.addAll(check(options, key, Severity.WARNING, "rows may get one key"));
      }
    }
    for (MaskTransform transform : MaskTransform.of(options.config())) {
      transform.maskedLists().stream()
          .filter(list -> mergesKeys(transform, list))
          .map(list -> check(options, transform.prefix() + list, Severity.ERROR, "the task stops"))
          .forEach(findings::addAll);
    }
    addMaskFields(connector, options, findings);
    return findings;
  }

  /** Kafka's transform has the names of fields, without the table. */
  private static void addMaskFields(
      RenderedConnector connector, ConnectorOptions options, List<Finding> findings) {
    Set<String> keys = DebeziumClass.keyColumnNames(options.config());
    Set<String> masked = new HashSet<>();
    for (ActiveTransform transform : ActiveTransform.of(connector)) {
      String list = transform.prefix() + "fields";
      List<String> inKey = options.names(list).stream().filter(keys::contains).toList();
      if (transform.type().equals(MaskTransform.MASK_FIELD + "Key")) {
        masked.addAll(inKey);
        inKey.forEach(
            column ->
                findings.add(
                    merges(options, list, Severity.ERROR, column, "all rows get one key")));
      }
    }
    for (ActiveTransform transform : ActiveTransform.of(connector)) {
      String list = transform.prefix() + "fields";
      if (transform.type().equals(MaskTransform.MASK_FIELD + "Value")) {
        options.names(list).stream()
            .filter(column -> keys.contains(column) && !masked.contains(column))
            .map(
                column ->
                    options.error(
                        KEY_COLUMN_CLEAR,
                        list,
                        "this transform masks values only, and "
                            + KEYS
                            + " puts "
                            + column
                            + " into the key in clear",
                        "mask it with hmac of UnwrapMaskRoute or Mask, or take it out of the key"))
            .forEach(findings::add);
      }
    }
  }

  private static boolean mergesKeys(MaskTransform transform, String list) {
    try {
      return !ColumnDecisions.of(transform.options())
          .isInjective(list.substring(0, list.length() - COLUMNS.length()));
    } catch (ConfigException e) {
      // The worker refuses the transform's options.
      return false;
    }
  }

  private static List<Finding> check(
      ConnectorOptions options, String key, Severity severity, String effect) {
    return options.expressions(key).stream()
        .flatMap(entry -> LiteralName.of(entry).stream())
        .filter(name -> name.parts().size() > 2 && isInKey(name, options.config()))
        .map(name -> merges(options, key, severity, String.join(".", name.parts()), effect))
        .toList();
  }

  private static Finding merges(
      ConnectorOptions options, String key, Severity severity, String column, String effect) {
    return options.finding(
        KEY_MASK_MERGES,
        severity,
        key,
        KEYS + " has " + column + ", which is masked here: " + effect,
        "mask it with hmac, of 128 bits or more, or take it out of the key");
  }

  private static boolean isInKey(LiteralName name, Map<String, String> config) {
    return DebeziumClass.isInKey(config, name.table() + "." + name.parts().get(2));
  }
}
