package io.mskcdc.config;

import java.net.URI;

/**
 * Where a Connect worker's REST API is, and how to reach it.
 *
 * @param url the base address, http or https, without a trailing slash
 */
public record ConnectEndpoint(URI url) {}
