package io.mskcdc.msk.api;

/** The service's description of a failure. */
public record StateDescription(String code, String message) {}
