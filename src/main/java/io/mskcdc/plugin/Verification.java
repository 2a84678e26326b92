package io.mskcdc.plugin;

import java.util.List;

/**
 * The result of a successful check of a plugin.
 *
 * @param name the plugin's name on AWS
 * @param connect the release of Connect that it was checked for
 * @param loadedOn the release of Connect on which its classes were loaded, or null
 * @param classes the classes that configurations can name
 * @param notes findings that do no harm
 * @param millis the duration of the check, without loading, in milliseconds
 */
public record Verification(
    String name,
    Plugin plugin,
    ConnectVersion connect,
    ConnectVersion loadedOn,
    List<PluginClass> classes,
    List<String> notes,
    long millis) {}
