/**
 * Replication tasks of AWS DMS: from the declared file to what the API takes. Names that begin with
 * a capital are those of the API, as in "AWS Database Migration Service API Reference".
 */
package io.mskcdc.dms;
