/** Internal. Converts the values of columns to one lossless text or number for each MySQL type. */
package io.mskcdc.smt.values;
