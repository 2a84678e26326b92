package io.mskcdc.catalog;

import java.util.Optional;

/**
 * What replaces an option of an older release.
 *
 * @param name the current name
 * @param value the current value; empty if the old value stays valid
 */
public record RenamedKey(String name, Optional<String> value) {}
