package io.mskcdc.lint.rules;

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
import java.util.List;
import java.util.Map;
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
            "columns of `message.key.columns` in `column.mask.with.*`, `column.truncate.to.*` and the lists of Mask and UnwrapMaskRoute",
            "Debezium masks keys too: all rows then have one key, and compaction keeps the last row. Mask and UnwrapMaskRoute stop the task. Cut texts are a warning, because they may still differ.",
            "Mask the column with `hmac` of 128 bits or more, or take it out of the key.",
            "Debezium, MySQL connector, column masks"));
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
    return findings;
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
        .map(
            name ->
                options.finding(
                    KEY_MASK_MERGES,
                    severity,
                    key,
                    KEYS
                        + " has "
                        + String.join(".", name.parts())
                        + ", which is masked here: "
                        + effect,
                    "mask it with hmac, of 128 bits or more, or take it out of the key"))
        .toList();
  }

  private static boolean isInKey(LiteralName name, Map<String, String> config) {
    return DebeziumClass.isInKey(config, name.table() + "." + name.parts().get(2));
  }
}
