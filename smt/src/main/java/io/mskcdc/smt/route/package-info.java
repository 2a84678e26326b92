/** Internal. Options and rules of Route. */
package io.mskcdc.smt.route;
