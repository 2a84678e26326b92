package io.mskcdc.mask;

import static io.mskcdc.problem.ErrorCode.MASK_ABSENT;

import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.mask.ColumnOutcome.Kind;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Suggests rules for the columns that nobody decided about: what looks personal is masked, the rest
 * is listed as clear. Existing rules stay as they are.
 */
public final class Suggester {
  private static final String CLEAR_METHOD = "clear";
  private static final Set<String> KEYED = Set.of("hmac", "format");
  private static final List<String> PARTIAL_OPTIONS =
      List.of("partial.keep.first", "partial.keep.last");

  private static final Comparator<ColumnOutcome> BY_NAME =
      Comparator.comparing((ColumnOutcome column) -> column.column().qualifiedTable())
          .thenComparing(column -> column.column().name());

  private final MaskTransform transform;
  private final List<ColumnOutcome> columns;
  private final List<String> comments = new ArrayList<>();

  private Suggester(MaskTransform transform, MaskCheck check) {
    this.transform = transform;
    columns = check.tables().stream().flatMap(table -> table.columns().stream()).toList();
  }

  /**
   * Returns the entries for a connector.
   *
   * @param check what happens to its columns now
   * @throws ProblemException if it has no transform that masks every record
   */
  public static MaskSuggestion suggest(
      RenderedConnector connector, MaskCheck check, BundlePaths paths) {
    MaskTransform transform =
        MaskTransform.of(connector.config()).stream()
            .filter(each -> !each.conditional())
            .findFirst()
            .orElseThrow(
                () ->
                    new ProblemException(
                        new Problem(
                            MASK_ABSENT,
                            paths.shown(connector.valueAt("transforms")),
                            "transforms",
                            "the connector has no transform that masks every record",
                            "add a transform of type io.mskcdc.smt.UnwrapMaskRoute or"
                                + " io.mskcdc.smt.Mask without a predicate")));
    return new Suggester(transform, check).suggestion();
  }

  private MaskSuggestion suggestion() {
    Map<String, List<ColumnOutcome>> added = addedByMethod();
    Map<String, String> entries = new LinkedHashMap<>();
    for (String option : lists(added.keySet())) {
      String method = option.substring(0, option.length() - ".columns".length());
      entries.put(transform.prefix() + option, list(option, added.getOrDefault(method, List.of())));
    }
    addOptions(added, entries);
    comment(added);
    return new MaskSuggestion(entries, comments);
  }

  /** Returns the undecided columns by the method that is suggested for them. */
  private Map<String, List<ColumnOutcome>> addedByMethod() {
    Map<String, String> merged = new HashMap<>();
    List<ColumnOutcome> undecided =
        columns.stream().filter(column -> column.kind() == Kind.UNDECIDED).sorted(BY_NAME).toList();
    for (ColumnOutcome column : undecided) {
      merged.merge(ColumnText.merged(column.column()), method(column), Suggester::stronger);
    }
    Map<String, List<ColumnOutcome>> added = new LinkedHashMap<>();
    for (ColumnOutcome column : undecided) {
      added
          .computeIfAbsent(merged.get(ColumnText.merged(column.column())), m -> new ArrayList<>())
          .add(column);
    }
    return added;
  }

  private static String method(ColumnOutcome column) {
    return column
        .personal()
        .flatMap(
            data -> SuggestedMethod.of(data, TypeFamily.of(column.column().type()), column.inKey()))
        .orElse(CLEAR_METHOD);
  }

  /**
   * Columns whose names Debezium writes alike need one method. hmac fits every type, and keys too.
   */
  private static String stronger(String one, String other) {
    if (one.equals(other) || other.equals(CLEAR_METHOD)) {
      return one;
    }
    return one.equals(CLEAR_METHOD) ? other : "hmac";
  }

  /** Returns the lists to print: those of the file and those with new columns, clear ones last. */
  private List<String> lists(Set<String> methods) {
    TreeSet<String> lists = new TreeSet<>(transform.maskedLists());
    methods.forEach(method -> lists.add(method + ".columns"));
    lists.remove(MaskTransform.CLEAR);
    return Stream.concat(lists.stream(), Stream.of(MaskTransform.CLEAR)).toList();
  }

  private String list(String option, List<ColumnOutcome> added) {
    List<String> patterns = new ArrayList<>(transform.patterns(option));
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    known.addAll(patterns);
    for (ColumnOutcome column : added) {
      String pattern = ColumnText.of(column.column());
      if (known.add(pattern)) {
        patterns.add(pattern);
      }
    }
    return String.join(",", patterns);
  }

  /** Adds the options without which a suggested method would be refused, or the mask left open. */
  private void addOptions(Map<String, List<ColumnOutcome>> added, Map<String, String> entries) {
    if (added.containsKey("partial")
        && PARTIAL_OPTIONS.stream().noneMatch(transform.options()::containsKey)) {
      entries.put(transform.prefix() + "partial.keep.last", "4");
    }
    if (!transform.isClosed()) {
      entries.put(transform.prefix() + MaskTransform.UNLISTED, "drop");
    }
    if (!transform.options().containsKey("key.secret")
        && KEYED.stream().anyMatch(added::containsKey)) {
      comments.add(
          "set "
              + transform.prefix()
              + "key.secret to a reference to a secret, and "
              + transform.prefix()
              + "key.id: hmac and format need them");
    }
  }

  private void comment(Map<String, List<ColumnOutcome>> added) {
    added.forEach(
        (method, found) -> {
          if (!method.equals(CLEAR_METHOD)) {
            found.forEach(
                column ->
                    comments.add(
                        column.name()
                            + ": "
                            + method
                            + column.personal().map(data -> ", it looks like " + data).orElse("")));
          }
        });
    for (ColumnOutcome column : columns) {
      boolean clear =
          column.kind() == Kind.CLEAR
              || added.getOrDefault(CLEAR_METHOD, List.of()).contains(column);
      if (clear && TypeFamily.of(column.column().type()).mayHoldAnything()) {
        comments.add(
            column.name()
                + ": clear, but "
                + column.column().type().toLowerCase(Locale.ROOT)
                + " may hold anything; look at its values");
      }
    }
  }
}
