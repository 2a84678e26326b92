/** Writes the SQL with which Amazon Redshift reads the topics of a connector, or DMS's files. */
package io.mskcdc.redshift;
