package io.mskcdc.plugin;

import io.mskcdc.problem.Problem;
import java.util.List;

/**
 * The result of a successful check of a plugin.
 *
 * @param name the plugin's name on AWS
 * @param connect the release of Connect that it was checked for
 * @param loadedOn the release of Connect on which its classes were loaded, or null
 * @param classes the classes that configurations can name
 * @param warnings findings that some workers or users have to act on
 * @param notes findings that do no harm
 * @param millis the duration of the check, without loading, in milliseconds
 */
public record Verification(
    String name,
    Plugin plugin,
    ConnectVersion connect,
    ConnectVersion loadedOn,
    List<PluginClass> classes,
    List<Problem> warnings,
    List<String> notes,
    long millis) {

  public Verification {
    warnings = List.copyOf(warnings);
  }
}
