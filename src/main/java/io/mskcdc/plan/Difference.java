package io.mskcdc.plan;

/**
 * A configuration key whose live value is not the wanted one.
 *
 * @param key the key
 * @param before the live value, or null where the key is added
 * @param after the wanted value, or null where the key is removed
 */
public record Difference(String key, String before, String after) {}
