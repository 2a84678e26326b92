package io.mskcdc.msk.api;

import java.util.Map;

/**
 * A worker configuration to be made.
 *
 * @param propertiesFileContent the properties in base64
 */
public record CreateWorkerConfigurationRequest(
    String name, String description, String propertiesFileContent, Map<String, String> tags) {}
