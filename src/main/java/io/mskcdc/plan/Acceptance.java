package io.mskcdc.plan;

import io.mskcdc.config.RenderedConnector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The comparison of a plan's dangers with the accepted ones.
 *
 * @param open the dangers that are not accepted
 * @param unneeded the accepts that match no danger
 */
public record Acceptance(List<Open> open, List<Unneeded> unneeded) {

  /** A danger that is not accepted. */
  public record Open(RenderedConnector connector, Danger danger) {}

  /**
   * An accept that matches no danger.
   *
   * @param connector the connector whose file holds it, or null for one of the command line
   * @param rule the code that it accepts
   */
  public record Unneeded(RenderedConnector connector, String rule) {}

  public Acceptance {
    open = List.copyOf(open);
    unneeded = List.copyOf(unneeded);
  }

  /**
   * Compares the dangers of a plan with what was accepted.
   *
   * @param once codes accepted on the command line, for every connector
   */
  public static Acceptance of(Plan plan, Collection<String> once) {
    List<Open> open = new ArrayList<>();
    List<Unneeded> unneeded = new ArrayList<>();
    Set<String> unusedOnce = new LinkedHashSet<>(once);
    for (PlannedChange planned : plan.changes()) {
      planned
          .wanted()
          .ifPresent(
              connector -> {
                List<Danger> dangers = planned.change().dangers();
                // Needed again where the connector is created anew, as in another environment.
                List<Danger> standing = DangerRules.ofValues(connector.config());
                dangers.forEach(danger -> unusedOnce.remove(danger.code().code()));
                dangers.stream()
                    .filter(danger -> !once.contains(danger.code().code()))
                    .filter(danger -> connector.accept().stream().noneMatch(danger::isAcceptedBy))
                    .map(danger -> new Open(connector, danger))
                    .forEach(open::add);
                new LinkedHashSet<>(connector.accept())
                    .stream()
                        .filter(accept -> dangers.stream().noneMatch(d -> d.isAcceptedBy(accept)))
                        .filter(accept -> standing.stream().noneMatch(d -> d.isAcceptedBy(accept)))
                        .map(accept -> new Unneeded(connector, accept.rule()))
                        .forEach(unneeded::add);
              });
    }
    unusedOnce.forEach(rule -> unneeded.add(new Unneeded(null, rule)));
    return new Acceptance(open, unneeded);
  }
}
