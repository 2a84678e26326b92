/**
 * Requests to AWS through the JDK's HTTP client, signed by the SDK's signer with credentials of the
 * SDK's chain. No other package loads classes of the SDK.
 */
package io.mskcdc.aws;
