/**
 * Requests to AWS: the JDK's HTTP client, signed by the SDK's own signer with the credentials of
 * the SDK's own chain. Nothing else of the deployer loads a class of the SDK.
 */
package io.mskcdc.aws;
