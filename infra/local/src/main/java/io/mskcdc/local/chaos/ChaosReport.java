package io.mskcdc.local.chaos;

import io.mskcdc.local.chaos.FaultSeries.Strike;
import io.mskcdc.local.chaos.Ledger.Comparison;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result of a series of faults.
 *
 * @param exactlyOnce whether the workers had exactly-once support
 * @param lasted how long the series took
 */
public record ChaosReport(
    long seed,
    String connectVersion,
    boolean exactlyOnce,
    Duration lasted,
    List<Strike> strikes,
    Comparison ledger) {
  public ChaosReport {
    strikes = List.copyOf(strikes);
  }

  /**
   * Returns whether every change was delivered, nothing in clear, and nothing twice with
   * exactly-once support.
   */
  public boolean isSuccess() {
    return ledger.isComplete() && !(exactlyOnce && ledger.duplicates() > 0);
  }

  /** Returns the number of faults. */
  public int faults() {
    return strikes.size();
  }

  /** Returns the report as text. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Seed %d, Connect %s, %s, %d faults in %d s",
            seed,
            connectVersion,
            exactlyOnce ? "exactly-once" : "at-least-once",
            strikes.size(),
            lasted.toSeconds()));
    lines.add("");
    lines.add(
        String.format(
            "%-42s %5s %9s %9s %9s %9s",
            "fault", "times", "median s", "max s", "restarts", "no data"));
    Map<String, List<Strike>> kinds =
        strikes.stream()
            .collect(Collectors.groupingBy(Strike::fault, TreeMap::new, Collectors.toList()));
    kinds.forEach((kind, of) -> lines.add(line(kind, of)));
    lines.add("");
    lines.add("row changes committed            " + ledger.committed());
    lines.add("records delivered                " + ledger.delivered());
    lines.add("missing changes                  " + ledger.missing());
    lines.add("duplicates                       " + ledger.duplicates());
    lines.add("wrong last records of rows       " + ledger.wrongRows());
    lines.add("records in clear                 " + ledger.clearRecords());
    lines.add("rows of later snapshots          " + ledger.lateSnapshotRows());
    lines.add("rows left by the first snapshot  " + ledger.staleRows());
    ledger.examples().forEach(lines::add);
    return String.join("\n", lines);
  }

  private static String line(String kind, List<Strike> strikes) {
    List<Long> millis =
        strikes.stream()
            .filter(strike -> strike.catchUp() != null)
            .map(strike -> strike.catchUp().toMillis())
            .sorted()
            .toList();
    return String.format(
        Locale.ROOT,
        "%-42s %5d %9s %9s %9d %9d",
        kind,
        strikes.size(),
        millis.isEmpty() ? "-" : seconds(millis.get(millis.size() / 2)),
        millis.isEmpty() ? "-" : seconds(millis.get(millis.size() - 1)),
        strikes.stream().mapToInt(Strike::restarts).sum(),
        strikes.stream().mapToInt(Strike::standstills).sum());
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f", millis / 1e3);
  }
}
