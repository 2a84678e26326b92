package io.mskcdc.plugin;

import java.util.List;

/**
 * What a check of a plugin found. A plugin with problems never becomes one: those end the check.
 *
 * @param name what it is called on AWS
 * @param loadedOn the release of Connect on which its classes were loaded, or null
 * @param classes what it offers to configurations
 * @param notes what is odd and does no harm
 * @param millis how long the static half took
 */
public record Verification(
    String name,
    Plugin plugin,
    ConnectVersion connect,
    ConnectVersion loadedOn,
    List<PluginClass> classes,
    List<String> notes,
    long millis) {}
