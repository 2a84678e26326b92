package io.mskcdc.smt.mask;

import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.mask.method.MaskMethod;
import io.mskcdc.smt.mask.method.MaskingKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the options of Mask decide about columns and tables, without any record. */
public final class ColumnDecisions {

  /** Who decided about a column. */
  public enum Kind {
    /** A masking rule names the column. */
    MASKED,
    /** The column is listed as clear. */
    CLEAR,
    /** No rule names the column, so the option {@code unlisted} decides. */
    UNLISTED
  }

  /**
   * A decision about a column.
   *
   * @param method the name of the method that masks the column; null if the column is clear, or if
   *     unlisted columns pass or fail
   * @param pattern the pattern that decided, or null if no pattern matches
   */
  public record Decision(Kind kind, String method, String pattern) {}

  private final ColumnRules rules;

  private ColumnDecisions(ColumnRules rules) {
    this.rules = rules;
  }

  /**
   * @param maskOptions the options of Mask without prefix. The value of {@code key.secret} is not
   *     used, so it may be a reference that only a worker resolves.
   * @throws org.apache.kafka.common.config.ConfigException if Mask would refuse the options
   */
  public static ColumnDecisions of(Map<String, ?> maskOptions) {
    Map<String, Object> options = new HashMap<>(maskOptions);
    options.computeIfPresent(
        MaskingKey.KEY,
        (name, secret) -> Base64.getEncoder().encodeToString(new byte[MaskingKey.MIN_BYTES]));
    return new ColumnDecisions(MaskConfig.columnRules(options));
  }

  /**
   * Returns the decision about a column of a table.
   *
   * @throws org.apache.kafka.connect.errors.DataException if two methods name the column
   */
  public Decision decide(String database, String table, String column) {
    Treatment treatment = rules.treatmentOf(names(database, table), Globs.part(column));
    MaskMethod method = treatment.method();
    ColumnPattern pattern = treatment.pattern();
    return new Decision(
        treatment.kind(),
        method == null ? null : method.name(),
        pattern == null ? null : pattern.toString());
  }

  /** Whether all records of a table are dropped because no rule names a column of it. */
  public boolean withholds(String database, String table) {
    return rules.isUnlistedTable(names(database, table))
        && rules.closed().unlistedTables().equals(ClosedMode.WITHHOLD);
  }

  /**
   * Returns the masking rules that may apply to fields within a structured column, whichever fields
   * it has, and the patterns that list such fields as clear while they do not list the column. With
   * any of these, the column itself is not treated as unlisted.
   */
  public List<Decision> within(String database, String table, String column) {
    TableName name = new TableName("", database, table);
    String path = Globs.part(column);
    Stream<Decision> clear =
        rules.closed().clear().stream()
            .filter(pattern -> pattern.leadsInto(name, path) && !pattern.matches(name, path))
            .map(pattern -> new Decision(Kind.CLEAR, null, pattern.toString()));
    Stream<Decision> masked =
        rules.rules().stream()
            .flatMap(
                rule ->
                    rule.patterns().stream()
                        .filter(pattern -> pattern.leadsInto(name, path))
                        .map(
                            pattern ->
                                new Decision(
                                    Kind.MASKED, rule.method().name(), pattern.toString())));
    return Stream.concat(masked, clear).toList();
  }

  /** Whether a method of a rule may mask a column of the record's key, since keys stay unique. */
  public boolean isInjective(String method) {
    return rules.rules().stream()
        .map(ColumnRules.Rule::method)
        .filter(each -> each.name().equals(method))
        .allMatch(MaskMethod::isInjective);
  }

  private static List<TableName> names(String database, String table) {
    return List.of(new TableName("", database, table));
  }
}
