package io.mskcdc.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * An error as services write it. Format: "AWS restJson1 protocol, operation error serialization" in
 * Smithy's specification, and "Error responses" in the S3 API reference.
 *
 * @param type its name like {@code ConflictException} or {@code NoSuchBucket}; empty where the
 *     answer is not one of a service
 * @param message the service's words, or an empty text
 * @param requestId what AWS finds the request by, or an empty text
 */
public record AwsError(int status, String type, String message, String requestId) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> THROTTLED =
      Set.of(
          "TooManyRequestsException",
          "ThrottlingException",
          "Throttling",
          "RequestLimitExceeded",
          "SlowDown");
  private static final Set<String> NOT_AUTHENTICATED =
      Set.of(
          "UnauthorizedException",
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "IncompleteSignatureException",
          "MissingAuthenticationTokenException",
          "MissingAuthenticationToken",
          "InvalidClientTokenId",
          "ExpiredTokenException",
          "ExpiredToken",
          "InvalidToken",
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "RequestTimeTooSkewed",
          "RequestExpired");

  static AwsError of(AwsResponse reply) {
    String requestId =
        reply.header("x-amzn-requestid").or(() -> reply.header("x-amz-request-id")).orElse("");
    boolean markup = reply.body().length > 0 && reply.body()[0] == '<';
    return markup ? xml(reply, requestId) : json(reply, requestId);
  }

  private static AwsError json(AwsResponse reply, String requestId) {
    JsonNode body = tree(reply.body());
    String type =
        reply
            .header("x-amzn-errortype")
            .or(() -> text(body, "__type"))
            .or(() -> text(body, "code"))
            .orElse("");
    String message = text(body, "message").or(() -> text(body, "Message")).orElse("");
    return new AwsError(reply.status(), bare(type), message, requestId);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  // Some services write a namespace before the name, some an address behind it.
  private static String bare(String type) {
    String name = type.substring(type.indexOf('#') + 1);
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  private static AwsError xml(AwsResponse reply, String requestId) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      Document document = builder.parse(new ByteArrayInputStream(reply.body()));
      return new AwsError(
          reply.status(), element(document, "Code"), element(document, "Message"), requestId);
    } catch (SAXException | IOException e) {
      return new AwsError(reply.status(), "", "", requestId);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every JVM's parser has these features", e);
    }
  }

  private static String element(Document document, String name) {
    NodeList found = document.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }

  private static Optional<String> text(JsonNode body, String member) {
    return Optional.ofNullable(body.path(member).asText(null));
  }

  boolean isThrottled() {
    return status == 429 || THROTTLED.contains(type);
  }

  /** Returns whether the service failed; what was asked for may be done all the same. */
  boolean isServerError() {
    return !isThrottled() && status >= 500;
  }

  boolean isNotAuthenticated() {
    return status == 401 || NOT_AUTHENTICATED.contains(type);
  }
}
