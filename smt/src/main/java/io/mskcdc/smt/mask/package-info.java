/** Internal. Options and compiled masks of Mask, for rows, keys, headers and maps. */
package io.mskcdc.smt.mask;
