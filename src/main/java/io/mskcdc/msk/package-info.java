/** What the deployer does on MSK Connect. */
package io.mskcdc.msk;
