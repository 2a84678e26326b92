package io.mskcdc.catalog;

/**
 * Where a connector reads signals.
 *
 * @param topic the topic
 * @param group the consumer group
 */
public record SignalSource(String topic, String group) {}
