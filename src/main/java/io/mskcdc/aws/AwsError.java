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
 * An error response of a service. Format: "AWS restJson1 protocol, operation error serialization"
 * in Smithy's specification, and "Error responses" in the S3 API reference.
 *
 * @param type its name like {@code ConflictException} or {@code NoSuchBucket}; empty where the
 *     response is not from the service
 * @param message the service's message, or an empty text
 * @param requestId the identifier for AWS support, or an empty text
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

  static AwsError of(AwsResponse response) {
    String requestId =
        response
            .header("x-amzn-requestid")
            .or(() -> response.header("x-amz-request-id"))
            .orElse("");
    boolean markup = response.body().length > 0 && response.body()[0] == '<';
    return markup ? xml(response, requestId) : json(response, requestId);
  }

  private static AwsError json(AwsResponse response, String requestId) {
    JsonNode body = tree(response.body());
    String type =
        response
            .header("x-amzn-errortype")
            .or(() -> text(body, "__type"))
            .or(() -> text(body, "code"))
            .orElse("");
    String message = text(body, "message").or(() -> text(body, "Message")).orElse("");
    return new AwsError(response.status(), bare(type), message, requestId);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  // Some services write a namespace before the name, others a URL after it.
  private static String bare(String type) {
    String name = type.substring(type.indexOf('#') + 1);
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  private static AwsError xml(AwsResponse response, String requestId) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      Document document = builder.parse(new ByteArrayInputStream(response.body()));
      return new AwsError(
          response.status(), element(document, "Code"), element(document, "Message"), requestId);
    } catch (SAXException | IOException e) {
      return new AwsError(response.status(), "", "", requestId);
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

  /** Returns whether the service failed; it may still have carried out the request. */
  boolean isServerError() {
    return !isThrottled() && status >= 500;
  }

  /** Returns whether a permission is missing. The JSON 1.1 protocol has status 400 for it. */
  boolean isForbidden() {
    return status == 403 || type.startsWith("AccessDenied");
  }

  /** Returns the status that HTTP has for the error. The JSON 1.1 protocol has 400 for each. */
  int meaning() {
    if (status != 400) {
      return status;
    }
    return switch (type) {
      case "ResourceNotFoundFault", "ResourceNotFoundException" -> 404;
      case "ResourceAlreadyExistsFault", "InvalidResourceStateFault" -> 409;
      default -> status;
    };
  }

  boolean isNotAuthenticated() {
    return status == 401 || NOT_AUTHENTICATED.contains(type);
  }
}
