/** Internal. Masks values within JSON text; all other characters of the text stay. */
package io.mskcdc.smt.mask.json;
