/** Internal. Options and compiled plans of Unwrap. */
package io.mskcdc.smt.unwrap;
