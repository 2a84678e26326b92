package io.mskcdc.plan;

import io.mskcdc.config.Accept;
import io.mskcdc.config.RenderedConnector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What was accepted, held against what a plan loses.
 *
 * @param open the dangers that nobody accepted
 * @param unneeded what was accepted and nothing needs
 */
public record Acceptance(List<Open> open, List<Unneeded> unneeded) {

  /** A danger that nobody accepted. */
  public record Open(RenderedConnector connector, Danger danger) {}

  /**
   * An accept that nothing needs.
   *
   * @param connector the connector whose file holds it, or null for one of the command line
   * @param rule what it accepts
   */
  public record Unneeded(RenderedConnector connector, String rule) {}

  public Acceptance {
    open = List.copyOf(open);
    unneeded = List.copyOf(unneeded);
  }

  /**
   * Compares.
   *
   * @param plan the plan
   * @param wanted the connectors it was made for, in the same order
   * @param once codes accepted on the command line, for any connector
   */
  public static Acceptance of(Plan plan, List<RenderedConnector> wanted, Collection<String> once) {
    List<Open> open = new ArrayList<>();
    List<Unneeded> unneeded = new ArrayList<>();
    Set<String> unusedOnce = new LinkedHashSet<>(once);
    for (int i = 0; i < wanted.size(); i++) {
      RenderedConnector connector = wanted.get(i);
      Set<Accept> unused = new LinkedHashSet<>(connector.accept());
      for (Danger danger : plan.changes().get(i).dangers()) {
        boolean byFile = unused.removeIf(danger::isAcceptedBy) || accepted(connector, danger);
        boolean byCommand = once.contains(danger.code().code());
        unusedOnce.remove(danger.code().code());
        if (!byFile && !byCommand) {
          open.add(new Open(connector, danger));
        }
      }
      unused.forEach(accept -> unneeded.add(new Unneeded(connector, accept.rule())));
    }
    unusedOnce.forEach(rule -> unneeded.add(new Unneeded(null, rule)));
    return new Acceptance(open, unneeded);
  }

  private static boolean accepted(RenderedConnector connector, Danger danger) {
    return connector.accept().stream().anyMatch(danger::isAcceptedBy);
  }
}
