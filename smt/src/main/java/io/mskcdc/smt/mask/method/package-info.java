/** Internal. The masking methods; MaskMethods lists all of them. */
package io.mskcdc.smt.mask.method;
