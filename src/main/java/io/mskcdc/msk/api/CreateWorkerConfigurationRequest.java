package io.mskcdc.msk.api;

import java.util.Map;

/**
 * A new worker configuration.
 *
 * @param propertiesFileContent the properties in base64
 */
public record CreateWorkerConfigurationRequest(
    String name, String description, String propertiesFileContent, Map<String, String> tags) {}
