package io.mskcdc.runtime;

import java.time.Duration;

/**
 * How fast a runtime changes connectors.
 *
 * @param look how long to wait before a connector is looked at again
 * @param patience how long a change may take before something is wrong
 */
public record Polling(Duration look, Duration patience) {}
