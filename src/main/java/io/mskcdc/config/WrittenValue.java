package io.mskcdc.config;

/**
 * A value as a file of the bundle holds it, before variables are replaced.
 *
 * @param key the names above it, with dots between
 * @param text the value
 * @param location where it is written
 */
public record WrittenValue(String key, String text, Location location) {}
