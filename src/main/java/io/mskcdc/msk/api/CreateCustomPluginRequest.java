package io.mskcdc.msk.api;

import java.util.Map;

/**
 * A new plugin from an object in S3.
 *
 * @param name of letters, digits and hyphens
 * @param contentType ZIP or JAR
 */
public record CreateCustomPluginRequest(
    String name,
    String description,
    String contentType,
    CustomPlugin.Location location,
    Map<String, String> tags) {}
