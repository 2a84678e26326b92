package io.mskcdc.replication;

/**
 * A member of a live resource that is not as declared.
 *
 * @param member its path, such as {@code S3Settings.DataFormat}
 * @param live its live value; empty for none
 * @param declared its declared value
 */
public record ResourceDifference(String member, String live, String declared) {}
