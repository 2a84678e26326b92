package io.mskcdc.runtime;

/**
 * How far a connector has come.
 *
 * @param text differs whenever the connector has committed another offset
 * @param isStreaming whether it has committed offsets, and is past its snapshot as far as they tell
 */
public record Progress(String text, boolean isStreaming) {}
