package io.mskcdc.catalog;

import java.util.Optional;

/**
 * What replaces a value of an older release.
 *
 * @param value the current value
 * @param difference how it differs from the old one; empty if only the name changed
 */
public record RenamedValue(String value, Optional<String> difference) {}
