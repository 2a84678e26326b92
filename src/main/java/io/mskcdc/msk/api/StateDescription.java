package io.mskcdc.msk.api;

/** Why something failed, in the service's words. */
public record StateDescription(String code, String message) {}
