/** Internal. Tools for structs, schemas, records, caches and options of Kafka Connect. */
package io.mskcdc.smt.connect;
