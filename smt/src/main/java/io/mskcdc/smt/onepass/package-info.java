/** Internal. Combines the plans of unwrap and mask for UnwrapMaskRoute. */
package io.mskcdc.smt.onepass;
