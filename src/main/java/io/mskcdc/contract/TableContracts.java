package io.mskcdc.contract;

import static io.mskcdc.problem.ErrorCode.MASK_MERGES_KEYS;
import static io.mskcdc.problem.ErrorCode.MASK_REPEATED;
import static io.mskcdc.problem.ErrorCode.MASK_UNDECIDED;

import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.Topic;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.contract.ColumnValue.Kind;
import io.mskcdc.database.Column;
import io.mskcdc.mask.ColumnOutcome;
import io.mskcdc.mask.MaskCheck;
import io.mskcdc.mask.MaskComparison;
import io.mskcdc.mask.TableOutcome;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.topics.TopicRouting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/**
 * Reads the contracts of a connector's tables from its configuration and the columns of its
 * database.
 */
public final class TableContracts {
  private static final String FAIL = "fail";
  private static final String DROP = "drop";
  private static final String HMAC = "hmac";
  private static final String NULL = "null";

  private final RenderedConnector connector;
  private final SourceConnector source;
  private final BundlePaths paths;
  private final String transform;
  private final Map<String, String> masks;
  private final TopicRouting routing;
  private final List<Problem> problems = new ArrayList<>();

  private TableContracts(
      RenderedConnector connector, SourceConnector source, BundlePaths paths, String transform) {
    this.connector = connector;
    this.source = source;
    this.paths = paths;
    this.transform = transform;
    masks =
        MaskTransform.of(connector.config()).stream()
            .findFirst()
            .map(MaskTransform::options)
            .orElse(Map.of());
    routing = new TopicRouting(connector.config(), warning -> {});
  }

  /**
   * Checks that the records of a connector have a form that is described.
   *
   * @param paths shortens the names of files in messages
   * @throws ProblemException if they do not
   */
  public static void requireForm(RenderedConnector connector, BundlePaths paths) {
    RowForm.transformOf(connector, paths);
  }

  /**
   * Returns the contracts of the tables whose records leave, sorted by topic.
   *
   * @param columns all columns that the connector's user sees
   * @param paths shortens the names of files in messages
   * @throws ProblemException if the records have a form that is not described, or stop the task
   */
  public static List<TableContract> of(
      RenderedConnector connector,
      SourceConnector source,
      List<Column> columns,
      BundlePaths paths) {
    String transform = RowForm.transformOf(connector, paths);
    return new TableContracts(connector, source, paths, transform).read(columns);
  }

  private List<TableContract> read(List<Column> columns) {
    MaskCheck check = new MaskComparison(connector, source, columns, paths).check();
    requireRunningTask(check);
    List<RowMetadata> metadata = metadata();
    List<TableContract> contracts = new ArrayList<>();
    Map<String, String> tableOfTopic = new HashMap<>();
    for (TableOutcome outcome : check.tables()) {
      if (!outcome.isWithheld()) {
        Column any = outcome.columns().get(0).column();
        boolean hasKey = outcome.columns().stream().anyMatch(ColumnOutcome::inKey);
        String topic = topic(any, hasKey);
        String other = tableOfTopic.putIfAbsent(topic, outcome.name());
        if (other != null) {
          add(
              "transforms",
              "the tables " + other + " and " + outcome.name() + " go to the topic " + topic,
              "give each table a topic of its own");
        }
        contracts.add(
            new TableContract(topic, any.database(), any.table(), columns(outcome), metadata));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    contracts.sort(Comparator.comparing(TableContract::topic));
    return contracts;
  }

  /** Throws the problems with which the task stops at a row. */
  private static void requireRunningTask(MaskCheck check) {
    boolean failsAtUnlisted =
        check.tables().stream()
            .flatMap(table -> table.columns().stream())
            .anyMatch(column -> column.treatment().equals(FAIL));
    List<Problem> fatal =
        check.problems().stream()
            .filter(
                problem ->
                    problem.code() == MASK_MERGES_KEYS
                        || problem.code() == MASK_REPEATED
                        || problem.code() == MASK_UNDECIDED && failsAtUnlisted)
            .toList();
    if (!fatal.isEmpty()) {
      throw new ProblemException(fatal);
    }
  }

  private List<RowMetadata> metadata() {
    String prefix = transform + "unwrap.";
    String key = prefix + "add.fields";
    Map<String, String> options =
        connector.config().entrySet().stream()
            .filter(option -> option.getKey().startsWith(prefix))
            .collect(
                Collectors.toMap(
                    option -> option.getKey().substring(prefix.length()), Map.Entry::getValue));
    List<String> unknown = new ArrayList<>();
    try {
      List<RowMetadata> metadata = SourceMetadata.of(options, unknown);
      unknown.forEach(
          entry -> add(key, "the form of the field " + entry + " is not known", "remove it"));
      return metadata;
    } catch (ConfigException e) {
      add(key, e.getMessage(), "correct the option as docs/transforms.md describes it");
      return List.of();
    }
  }

  /** Without a key, a table's rows may go elsewhere, which the routing counts as a possibility. */
  private String topic(Column any, boolean hasKey) {
    Optional<Topic> written = source.topicOf(connector.config(), any.database(), any.table());
    Set<String> keyed =
        written.map(topic -> routing.names(List.of(topic.withKeys()))).orElse(Set.of());
    Set<String> names = keyed;
    if (!hasKey) {
      Set<String> keyless =
          new TreeSet<>(written.map(topic -> routing.names(List.of(topic))).orElse(Set.of()));
      keyless.removeAll(keyed);
      names = keyless.isEmpty() ? keyed : keyless;
    }
    if (names.size() != 1 || names.iterator().next().contains(Topic.ANY)) {
      add(
          "transforms",
          "the topic of " + any.qualifiedTable() + " depends on the records or is not known",
          "route it by the names of topics and tables only");
      return any.qualifiedTable();
    }
    return names.iterator().next();
  }

  private List<ContractColumn> columns(TableOutcome table) {
    List<ContractColumn> columns = new ArrayList<>();
    for (ColumnOutcome outcome : table.columns()) {
      String inRow =
          outcome.kind() == ColumnOutcome.Kind.UNDECIDED ? unlisted(outcome) : outcome.treatment();
      String inKey =
          outcome.kind() == ColumnOutcome.Kind.UNDECIDED ? unlistedKey(outcome, inRow) : inRow;
      boolean isOne = inKey.equals(inRow);
      if (outcome.inKey()) {
        column(outcome, inKey, true, outcome.inRow() && isOne).ifPresent(columns::add);
      }
      if (outcome.inRow() && !inRow.equals(DROP) && !(outcome.inKey() && isOne)) {
        column(outcome, inRow, false, true).ifPresent(columns::add);
      }
    }
    return columns;
  }

  /** A column whose fields have rules stays, and its other fields are treated as unlisted. */
  private static String unlisted(ColumnOutcome outcome) {
    return outcome.treatment().equals(MaskTransform.PASS) || !outcome.within().isEmpty()
        ? ""
        : outcome.treatment();
  }

  /** Only hmac keeps keys apart, so it masks a column of the key that no rule names. */
  private String unlistedKey(ColumnOutcome outcome, String inRow) {
    if (!outcome.inKey() || inRow.isEmpty()) {
      return inRow;
    }
    if (!masks.containsKey("key.secret")) {
      add(
          "transforms",
          "no rule names " + outcome.name() + ", which is in the key, so the task stops",
          "add the column to clear.columns, or mask it with hmac");
    }
    return HMAC;
  }

  private Optional<ContractColumn> column(
      ColumnOutcome outcome, String method, boolean inKey, boolean inRow) {
    Column column = outcome.column();
    MySqlType type = MySqlType.of(column.type());
    Optional<ColumnValue> clear = type.value();
    if (clear.isEmpty()) {
      add(
          "transforms",
          "docs/topics.md does not describe " + column.type() + ", the type of " + outcome.name(),
          "exclude the column with column.exclude.list, or mask it with drop");
      return Optional.empty();
    }
    boolean isWithin =
        method.isEmpty()
            && outcome.within().stream()
                .anyMatch(
                    within ->
                        outcome.kind() == ColumnOutcome.Kind.UNDECIDED
                            || !within.method().equals(ColumnOutcome.Within.CLEAR));
    if (isWithin && clear.get().kind() == Kind.GEOMETRY) {
      add(
          "transforms",
          "a rule masks parts of " + outcome.name() + ", which is " + column.type(),
          "name the whole column in the rule");
    }
    Optional<MaskedValue> masked =
        method.isEmpty()
            ? Optional.of(new MaskedValue(clear.get(), ""))
            : MaskedValue.of(method, type, clear.get(), masks);
    if (masked.isEmpty()) {
      add(
          transform
              + "mask."
              + (outcome.kind() == ColumnOutcome.Kind.UNDECIDED
                  ? MaskTransform.UNLISTED
                  : method + ".columns"),
          method + " cannot mask " + outcome.name() + ", which is " + column.type(),
          "choose another method; docs/transforms.md has the types of each");
    }
    return masked.map(
        value ->
            new ContractColumn(
                column.name(),
                column.type(),
                value.value(),
                column.nullable() || method.equals(NULL),
                inKey,
                inRow,
                isWithin ? ContractColumn.WITHIN : method,
                value.text()));
  }

  private void add(String key, String message, String next) {
    problems.add(RowForm.problem(connector, paths, key, message, next));
  }
}
