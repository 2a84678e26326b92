package io.mskcdc.mask;

import static io.mskcdc.problem.ErrorCode.MASK_INVALID;

import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.catalog.ResultCache;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.Column;
import io.mskcdc.mask.ColumnOutcome.Kind;
import io.mskcdc.mask.ColumnOutcome.Within;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.smt.mask.ColumnDecisions;
import io.mskcdc.smt.mask.ColumnDecisions.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;

/**
 * The masking transforms that each record of a connector passes. A transform with a predicate is
 * left out, because it does not see every record.
 */
final class MaskChain {
  static final String WITHHOLD = "withhold";
  static final String FAIL = "fail";

  private static final ResultCache<Map<String, String>, ColumnDecisions> DECISIONS =
      new ResultCache<>(ColumnDecisions::of);

  private final List<Link> links;

  /** A transform with its rules. */
  record Link(MaskTransform transform, ColumnDecisions decisions) {
    /** Returns whether a closed mask finds no rule for the column. */
    boolean isLeftToUnlisted(Decision decision) {
      return decision.kind() == ColumnDecisions.Kind.UNLISTED && transform.isClosed();
    }

    /** Returns how a closed mask treats a column for which it has no rule. */
    String unlisted(Column column) {
      try {
        return decisions.withholds(column.database(), column.table())
            ? WITHHOLD
            : transform.options().get(MaskTransform.UNLISTED).strip();
      } catch (DataException e) {
        // No rule names the table, and unlisted.tables=fail.
        return FAIL;
      }
    }
  }

  /**
   * What a chain does with a column.
   *
   * @param treatment the method, or the value of {@code mask.unlisted}; empty for a clear column
   * @param pattern the pattern that decided, or empty
   */
  record Verdict(Kind kind, String treatment, String pattern) {}

  private MaskChain(List<Link> links) {
    this.links = List.copyOf(links);
  }

  /**
   * Reads the transforms of a connector.
   *
   * @throws ProblemException if a transform would refuse its options
   */
  static MaskChain of(RenderedConnector connector, BundlePaths paths) {
    List<Link> links = new ArrayList<>();
    for (MaskTransform transform : MaskTransform.of(connector.config())) {
      // UnwrapMaskRoute does not mask without options.
      if (!transform.conditional() && !transform.options().isEmpty()) {
        links.add(new Link(transform, decisions(connector, transform, paths)));
      }
    }
    return new MaskChain(links);
  }

  private static ColumnDecisions decisions(
      RenderedConnector connector, MaskTransform transform, BundlePaths paths) {
    try {
      return DECISIONS.of(transform.options());
    } catch (ConfigException e) {
      throw new ProblemException(
          new Problem(
              MASK_INVALID,
              paths.shown(connector.valueAt(transform.firstKey())),
              transform.firstKey(),
              e.getMessage(),
              "correct the option as docs/transforms.md describes it"));
    }
  }

  List<Link> links() {
    return links;
  }

  /**
   * Returns what the transforms do with a column. A closed transform that has no rule for it
   * decides, because no other one can bring the column back.
   *
   * @throws DataException if a transform has two methods for it
   */
  Verdict verdict(Column column) {
    Verdict verdict = new Verdict(Kind.UNDECIDED, MaskTransform.PASS, "");
    for (Link link : links) {
      Decision decision = decision(link, column);
      String pattern = decision.pattern() == null ? "" : decision.pattern();
      if (link.isLeftToUnlisted(decision)) {
        return new Verdict(Kind.UNDECIDED, link.unlisted(column), "");
      } else if (decision.kind() == ColumnDecisions.Kind.MASKED && verdict.kind() != Kind.MASKED) {
        verdict = new Verdict(Kind.MASKED, decision.method(), pattern);
      } else if (decision.kind() == ColumnDecisions.Kind.CLEAR
          && verdict.kind() == Kind.UNDECIDED) {
        verdict = new Verdict(Kind.CLEAR, "", pattern);
      }
    }
    return verdict;
  }

  private static Decision decision(Link link, Column column) {
    return link.decisions().decide(column.database(), column.table(), column.name());
  }

  /** Returns the rules for fields within a structured column. */
  List<Within> within(Column column) {
    return TypeFamily.of(column.type()).hasFields()
        ? links.stream()
            .flatMap(
                link ->
                    link
                        .decisions()
                        .within(column.database(), column.table(), column.name())
                        .stream())
            .map(
                decision ->
                    new Within(
                        decision.method() == null ? Within.CLEAR : decision.method(),
                        decision.pattern()))
            .toList()
        : List.of();
  }

  /** Returns whether a method gives different values different results in every transform. */
  boolean isInjective(String method) {
    return links.stream().allMatch(link -> link.decisions().isInjective(method));
  }
}
