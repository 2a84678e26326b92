package io.mskcdc.local.aws;

import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.ServiceRequest;
import io.mskcdc.local.aws.rest.ServiceResponse;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A service that answers every path below {@code /v1/} with the path and the query. */
final class PathEcho implements LocalService {
  @Override
  public String name() {
    return "rest";
  }

  @Override
  public Optional<String> operation(ServiceRequest request) {
    return request.path().startsWith("/v1/") ? Optional.of("Echo") : Optional.empty();
  }

  @Override
  public ServiceResponse answer(String operation, VerifiedRequest call) {
    String path = call.request().path() + " " + call.request().query();
    return new ServiceResponse(200, Map.of(), path.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public ServiceResponse error(ServiceError error) {
    return new ServiceResponse(403, Map.of("x-amzn-errortype", error.code()), new byte[0]);
  }
}
