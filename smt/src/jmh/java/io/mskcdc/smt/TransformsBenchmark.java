package io.mskcdc.smt;

import io.debezium.transforms.ByLogicalTableRouter;
import io.debezium.transforms.ExtractNewRecordState;
import io.mskcdc.smt.connect.RowCopy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.MaskField;
import org.apache.kafka.connect.transforms.RegexRouter;
import org.apache.kafka.connect.transforms.Transformation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Applies transforms to one record: ours alone and in one pass, and the stock ones. */
@State(Scope.Thread)
// Settings of a production worker. AlwaysPreTouch keeps the zeroing of memory out of the result.
@Fork(
    jvmArgsAppend = {
      "-Xms3g",
      "-Xmx3g",
      "-Xmn2g",
      "-XX:+UseParallelGC",
      "-XX:+AlwaysPreTouch"
    })
public class TransformsBenchmark {

  private static final String REGEX = "production\\.([^.]+)\\.([^.]+)";
  private static final String REPLACEMENT = "$1.$2";
  private static final String ONE_TOPIC = "$1.all";
  private static final String FIELDS = "op,ts_ms,source.table";
  private static final String MASKED = "c1,c2,c6,c7";

  @Param({"1", "100", "5000"})
  public int tables;

  @Param({"1"})
  public int run;

  @Param({
    "one pass",
    "closed pass",
    "row copy",
    "stock chain",
    "Unwrap",
    "ExtractNewRecordState",
    "Mask",
    "MaskField",
    "Route",
    "RegexRouter",
    "merging Route",
    "ByLogicalTableRouter",
    "hmac",
    "format",
    "nothing"
  })
  public String transform;

  private Transformation<SourceRecord>[] chain;
  private SourceRecord[] records;
  private int next;

  @Setup(Level.Trial)
  public void setUp() {
    records = new Workload(tables, run).records;
    chain = chainOf(transform);
    if (List.of("Mask", "MaskField", "hmac", "format").contains(transform)) {
      // Masks get rows, as in a chain.
      Transformation<SourceRecord> unwrap =
          configured(new Unwrap<>(), Map.of("add.fields", FIELDS));
      // Two runs: the schemas of the first are in the old generation before the records are made.
      rows(unwrap);
      System.gc();
      records = rows(unwrap);
      System.gc();
    }
    if (transform.endsWith("pass")) {
      assertEqualToStockChain();
    }
    for (SourceRecord record : records) {
      run(chain, record);
    }
  }

  /** Compares topic, key and value of each record. A delete differs by the mode of the tombstones. */
  private void assertEqualToStockChain() {
    Transformation<SourceRecord>[] stock = chainOf("stock chain");
    for (SourceRecord record : records) {
      SourceRecord expected = run(stock, record);
      SourceRecord actual = run(chain, record);
      boolean equal =
          expected == null || actual == null
              ? expected == actual
              : expected.topic().equals(actual.topic())
                  && Objects.equals(expected.key(), actual.key())
                  && equal((Struct) expected.value(), (Struct) actual.value());
      if (!equal) {
        throw new IllegalStateException("one pass: %s, stock chain: %s".formatted(actual, expected));
      }
    }
  }

  /** Compares names and values of the fields. Masked columns also have parameters in our schema. */
  private static boolean equal(Struct expected, Struct actual) {
    if (expected == null || actual == null) {
      return expected == actual;
    }
    List<Field> fields = expected.schema().fields();
    if (fields.size() != actual.schema().fields().size()) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).name().equals(actual.schema().fields().get(i).name())
          || !Objects.equals(expected.get(fields.get(i)), actual.get(fields.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private SourceRecord[] rows(Transformation<SourceRecord> unwrap) {
    return Arrays.stream(records)
        .map(unwrap::apply)
        .filter(Objects::nonNull)
        .filter(record -> record.value() != null)
        .toArray(SourceRecord[]::new);
  }

  @Benchmark
  public SourceRecord record() {
    if (++next == records.length) {
      next = 0;
    }
    return run(chain, records[next]);
  }

  private static SourceRecord run(Transformation<SourceRecord>[] chain, SourceRecord record) {
    SourceRecord out = record;
    for (Transformation<SourceRecord> each : chain) {
      out = each.apply(out);
      if (out == null) {
        return null;
      }
    }
    return out;
  }

  @SafeVarargs
  private static Transformation<SourceRecord>[] chain(Transformation<SourceRecord>... transforms) {
    return transforms;
  }

  private static Transformation<SourceRecord>[] chainOf(String name) {
    return switch (name) {
      case "one pass" -> chain(onePass(Map.of()));
      case "closed pass" -> chain(onePass(closed()));
      case "row copy" -> chain(new RowCopy());
      case "stock chain" -> chain(regexRouter(), extractNewRecordState(), new StockMask());
      case "Unwrap" -> chain(configured(new Unwrap<>(), Map.of("add.fields", FIELDS)));
      case "ExtractNewRecordState" -> chain(extractNewRecordState());
      case "Mask" -> chain(configured(new Mask<>(), Map.of("redact.columns", columns())));
      case "MaskField" -> chain(maskField());
      case "Route" ->
          chain(
              configured(new Route<>(), Map.of("regex", REGEX, "replacement", REPLACEMENT)));
      case "RegexRouter" -> chain(regexRouter());
      case "merging Route" ->
          chain(
              configured(
                  new Route<>(),
                  Map.of(
                      "regex", REGEX,
                      "replacement", ONE_TOPIC,
                      "key.field.name", "__dbz__physicalTableIdentifier",
                      "rename.schemas", "true")));
      case "ByLogicalTableRouter" ->
          chain(
              configured(
                  new ByLogicalTableRouter<>(),
                  Map.of("topic.regex", REGEX, "topic.replacement", ONE_TOPIC)));
      case "hmac", "format" ->
          chain(
              configured(
                  new Mask<>(),
                  Map.of(
                      "key.secret", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUY=",
                      "key.id", "k1",
                      name + ".columns", columns())));
      default -> chain();
    };
  }

  /** The stock MaskField fails for tombstones, so a chain needs a predicate; this class is both. */
  private static final class StockMask implements Transformation<SourceRecord> {
    private final Transformation<SourceRecord> mask = maskField();

    @Override
    public SourceRecord apply(SourceRecord record) {
      return record.value() == null ? record : mask.apply(record);
    }

    @Override
    public org.apache.kafka.common.config.ConfigDef config() {
      return mask.config();
    }

    @Override
    public void configure(Map<String, ?> options) {
      mask.configure(options);
    }

    @Override
    public void close() {
      mask.close();
    }
  }

  private static String columns() {
    return "shop.*." + MASKED.replace(",", ",shop.*.");
  }

  /** Names each column that is not masked, and drops all others. */
  private static Map<String, String> closed() {
    String clear =
        IntStream.range(1, 20)
            .mapToObj(i -> "c" + i)
            .filter(column -> !List.of(MASKED.split(",")).contains(column))
            .map(column -> ",shop.*." + column)
            .collect(Collectors.joining("", "shop.*.id", ""));
    return Map.of("mask.clear.columns", clear, "mask.unlisted", "drop");
  }

  private static Transformation<SourceRecord> onePass(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("unwrap.add.fields", FIELDS);
    options.put("mask.redact.columns", columns());
    options.put("route.regex", REGEX);
    options.put("route.replacement", REPLACEMENT);
    return configured(new UnwrapMaskRoute<>(), options);
  }

  private static Transformation<SourceRecord> extractNewRecordState() {
    return configured(new ExtractNewRecordState<>(), Map.of("add.fields", FIELDS));
  }

  private static Transformation<SourceRecord> maskField() {
    return configured(new MaskField.Value<>(), Map.of("fields", MASKED, "replacement", "***"));
  }

  private static Transformation<SourceRecord> regexRouter() {
    return configured(new RegexRouter<>(), Map.of("regex", REGEX, "replacement", REPLACEMENT));
  }

  private static Transformation<SourceRecord> configured(
      Transformation<SourceRecord> transform, Map<String, String> options) {
    transform.configure(options);
    return transform;
  }
}
