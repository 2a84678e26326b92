package io.mskcdc.msk.api;

/** A worker configuration's revision. */
public record WorkerConfigurationReference(String workerConfigurationArn, Long revision) {}
