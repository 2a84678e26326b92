/** Internal. Reads the records that AWS DMS writes to Kafka, and makes change events of them. */
package io.mskcdc.smt.dms;
