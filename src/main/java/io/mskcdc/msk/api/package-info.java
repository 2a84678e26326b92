/**
 * The API of MSK Connect, {@code kafkaconnect}, as records and one client. Members are named as in
 * the service's own model; a member that is null is not sent, or was not answered.
 */
package io.mskcdc.msk.api;
