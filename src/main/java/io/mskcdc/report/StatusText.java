package io.mskcdc.report;

import io.mskcdc.apply.TraceCause;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.TaskStatus;

/** The status of a connector as text. */
public final class StatusText {
  private StatusText() {}

  /** Returns a line for the connector and one for each task, with the causes of what has failed. */
  public static String of(LiveConnector live) {
    ConnectorStatus status = live.status();
    StringBuilder out = new StringBuilder();
    out.append(live.name()).append(": ").append(status.state());
    worker(out, status.worker());
    cause(out, status.trace());
    if (status.tasks().isEmpty()) {
      out.append("  no tasks\n");
    }
    for (TaskStatus task : status.tasks()) {
      out.append("  task ").append(task.id()).append(": ").append(task.state());
      worker(out, task.worker());
      cause(out, task.trace());
    }
    return out.toString();
  }

  private static void worker(StringBuilder out, String worker) {
    if (worker != null && !worker.isEmpty()) {
      out.append(" on ").append(worker);
    }
    out.append('\n');
  }

  private static void cause(StringBuilder out, String trace) {
    if (trace == null) {
      return;
    }
    TraceCause cause = TraceCause.of(trace);
    out.append("    ").append(cause.first()).append('\n');
    if (cause.last() != null) {
      out.append("    caused by ").append(cause.last()).append('\n');
    }
  }
}
