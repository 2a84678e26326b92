package io.mskcdc.deploy;

import java.nio.file.Path;
import java.util.List;

/**
 * How a plan is carried out.
 *
 * @param accept the codes of dangers that are accepted for this run only
 * @param rollback whether to restore the previous configuration when the new one does not become
 *     healthy
 * @param limits how long to wait for each connector
 * @param parallel how many connectors to change at a time, at least 1
 * @param offsetsFolder where the offsets of a deleted connector are saved
 */
public record ApplyOptions(
    List<String> accept, boolean rollback, WaitLimits limits, int parallel, Path offsetsFolder) {

  public ApplyOptions {
    accept = List.copyOf(accept);
  }
}
