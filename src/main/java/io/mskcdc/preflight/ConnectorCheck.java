package io.mskcdc.preflight;

import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.Check;
import io.mskcdc.problem.CheckKind;
import io.mskcdc.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** What is checked of a connector besides the settings of its database and its brokers. */
public enum ConnectorCheck implements CheckKind {
  WORKERS("the workers answer"),
  EXCLUSIVE_VALUES("no live connector has its server id, prefix or history"),
  PLUGIN("the plugin can be used"),
  ROLE_AND_NETWORK("the role, the subnets and the quotas suffice"),
  DATABASE("the database is read"),
  CAPTURED_TABLES("the captured tables exist"),
  TOPIC_NAMES("each table has a topic of its own"),
  MASKS("each rule of a mask matches a column"),
  POSITION("the change log has what follows the position");

  private final String title;

  ConnectorCheck(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  /** Returns the results of a check that {@code validate} makes too. */
  public List<Check> of(Preflight preflight, RenderedConnector connector) {
    List<String> notes = new ArrayList<>();
    List<Check> checks = new ArrayList<>(of(preflight.check(connector, notes::add)));
    notes.forEach(note -> checks.add(warning(note, List.of(), "")));
    return checks.isEmpty() ? List.of(ok("")) : checks;
  }

  /** Returns a failed check for each problem. */
  public List<Check> of(List<Problem> problems) {
    return problems.stream()
        .map(problem -> failed(problem.headline(), List.of(), problem.next()))
        .toList();
  }
}
