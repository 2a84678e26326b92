/** The adapter for MSK Connect, and the custom plugins there. */
package io.mskcdc.msk;
