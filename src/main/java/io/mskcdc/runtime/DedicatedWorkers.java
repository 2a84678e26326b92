package io.mskcdc.runtime;

import io.mskcdc.config.WorkerSettings;
import io.mskcdc.problem.Problem;
import java.util.List;

/** The part of a runtime that runs each connector on workers of its own. */
public interface DedicatedWorkers {

  /** Returns a problem for each thing that the settings require and the runtime lacks. */
  List<Problem> missing(String name, WorkerSettings settings);

  /**
   * Changes the settings of an existing connector; its configuration and state stay.
   *
   * @param settings all settings; the immutable ones must equal the current ones
   */
  void update(String name, WorkerSettings settings);
}
