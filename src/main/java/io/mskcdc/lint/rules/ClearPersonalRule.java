package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.MASK_INVALID;
import static io.mskcdc.problem.ErrorCode.PERSONAL_COLUMN_CLEAR;
import static io.mskcdc.problem.ErrorCode.PERSONAL_COLUMN_LISTED;

import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.mask.ClearPersonalColumns;
import io.mskcdc.mask.ClearPersonalColumns.Found;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds columns whose names suggest personal data and that leave in clear. */
final class ClearPersonalRule implements ConnectorRule {
  private static final String MEND =
      "Put the column under a method, or list it by its name if it may leave in clear.";

  private static final Rule CLEAR =
      Rule.warning(
          PERSONAL_COLUMN_CLEAR,
          "the columns that the configuration names, with `--database` all captured columns",
          "The column's name suggests personal data, and its values leave in clear: an entry of `clear.columns` with a wildcard lets them pass, or no mask names them.",
          MEND,
          "the list of names [below](#names-that-look-personal)");

  private static final Rule LISTED =
      Rule.hint(
          PERSONAL_COLUMN_LISTED,
          "the entries of `clear.columns`",
          "The column's name suggests personal data. Somebody decided that it may leave in clear.",
          "Check the decision. Where every such column must be masked, make this an error in [policies](configuration.md#policies).",
          "the list of names [below](#names-that-look-personal)");

  private static final Rule INVALID =
      Rule.error(
          MASK_INVALID,
          "the masking options of UnwrapMaskRoute and Mask",
          "The transform refuses its masking options; the message is the transform's.",
          "Correct the option as in [transforms.md](transforms.md#mask).",
          "this bundle's transforms");

  private final boolean triesWildcards;

  /**
   * @param triesWildcards whether it tries the wildcards of {@code clear.columns} with names that
   *     look personal; false where the columns of the database are known
   */
  ClearPersonalRule(boolean triesWildcards) {
    this.triesWildcards = triesWildcards;
  }

  @Override
  public List<Rule> rules() {
    return List.of(CLEAR, LISTED, INVALID);
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    Optional<SourceConnector> source = SourceConnectors.of(connector.config());
    if (source.isEmpty()) {
      return List.of();
    }
    try {
      return findings(
          connector,
          new ClearPersonalColumns(connector, source.get(), bundle.paths()).named(triesWildcards));
    } catch (ProblemException e) {
      KnownKeys known = new KnownKeys(connector.config(), source.get());
      return e.problems().stream()
          .filter(problem -> problem.code() == MASK_INVALID)
          // A misspelt option or value is a finding of its own.
          .filter(problem -> connector.config().keySet().stream().allMatch(known::contains))
          .filter(
              problem ->
                  connector.config().keySet().stream()
                      .filter(key -> key.startsWith("transforms."))
                      .noneMatch(key -> UnknownValueRule.isUnknown(connector, key)))
          .map(
              problem ->
                  INVALID.finding(
                      connector.valueAt(problem.key()),
                      problem.key(),
                      problem.message(),
                      problem.next()))
          .toList();
    }
  }

  /** Returns a finding for each column that leaves in clear. */
  static List<Finding> findings(RenderedConnector connector, List<Found> columns) {
    List<Finding> findings = new ArrayList<>();
    for (Found found : columns) {
      String key = key(connector, found);
      findings.add(
          (found.isListedByName() ? LISTED : CLEAR)
              .finding(
                  connector.valueAt(key),
                  key,
                  found.column()
                      + " looks personal ("
                      + found.data()
                      + ") and leaves in clear"
                      + (found.pattern().isEmpty() || found.isListedByName()
                          ? ""
                          : " because of " + found.pattern()),
                  found.isListedByName()
                      ? "check that it may leave in clear"
                      : "put it under a method of the mask, or list it by its name in"
                          + " clear.columns"));
    }
    return findings;
  }

  private static String key(RenderedConnector connector, Found found) {
    Stream<String> clear =
        MaskTransform.of(connector.config()).stream()
            .filter(transform -> transform.options().containsKey(MaskTransform.CLEAR))
            .map(transform -> transform.prefix() + MaskTransform.CLEAR);
    return (found.pattern().isEmpty() ? Stream.<String>empty() : clear)
        .findFirst()
        .orElse(
            connector.config().containsKey("column.include.list")
                ? "column.include.list"
                : "connector.class");
  }
}
