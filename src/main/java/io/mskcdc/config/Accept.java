package io.mskcdc.config;

/**
 * A finding or a dangerous change that a connector's file accepts, where a reviewer sees it.
 *
 * @param rule the code of what is accepted
 * @param key the configuration key it is accepted for, or null for any
 * @param reason why, in the words of whoever accepted it
 */
public record Accept(String rule, String key, String reason) {}
