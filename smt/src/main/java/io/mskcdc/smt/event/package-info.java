/** Internal. Recognizes Debezium's records: envelopes, tables, and kinds of records. */
package io.mskcdc.smt.event;
