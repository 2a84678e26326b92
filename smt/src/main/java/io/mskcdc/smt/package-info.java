/** The public transforms. All other packages of this JAR are internal and may change any time. */
package io.mskcdc.smt;
