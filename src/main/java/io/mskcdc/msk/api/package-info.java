/**
 * The API of MSK Connect, {@code kafkaconnect}, as records and one client. Members have the names
 * of the service's model; a null member is not sent, or was not returned.
 */
package io.mskcdc.msk.api;
