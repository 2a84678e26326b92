/**
 * AWS DMS: its API, the difference between declared and live resources, and the state of a
 * replication. Requests and responses are JSON with the names of the service's model.
 */
package io.mskcdc.replication;
