package io.mskcdc.time;

import java.time.Duration;

/**
 * How to poll for the end of a change.
 *
 * @param interval the pause between two reads
 * @param timeout the time after which the change counts as failed
 */
public record Polling(Duration interval, Duration timeout) {}
