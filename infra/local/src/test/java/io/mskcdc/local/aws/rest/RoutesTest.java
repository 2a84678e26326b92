package io.mskcdc.local.aws.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.aws.rest.Routes.Route;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private final Routes routes =
      new Routes()
          .add("ListThings", "GET", "/v1/things", input -> Json.object())
          .add("DescribeThing", "GET", "/v1/things/{thingArn}", input -> Json.object())
          .add("DeletePart", "DELETE", "/v1/things/{thing}/parts/{part}", input -> Json.object());

  @Test
  void methodAndPathSelectTheOperation() {
    assertThat(routes.find(request("GET", "/v1/things")).map(Route::operation))
        .contains("ListThings");
    assertThat(routes.find(request("GET", "/v1/things/a")).map(Route::operation))
        .contains("DescribeThing");
    assertThat(routes.find(request("PUT", "/v1/things/a"))).isEmpty();
    assertThat(routes.find(request("GET", "/v1/things/a/b"))).isEmpty();
    assertThat(routes.find(request("GET", "/v1/things/"))).isEmpty();
  }

  @Test
  void variablesOfThePathAreDecoded() {
    Route describe = routes.get("DescribeThing");
    Route delete = routes.get("DeletePart");

    assertThat(describe.variables(request("GET", "/v1/things/arn%3Aaws%2Fa+b")))
        .isEqualTo(Map.of("thingArn", "arn:aws/a+b"));
    assertThat(delete.variables(request("DELETE", "/v1/things/1/parts/%C3%A4")))
        .isEqualTo(Map.of("thing", "1", "part", "ä"));
  }

  private static ServiceRequest request(String method, String path) {
    return new ServiceRequest(method, path, "", Map.of(), new byte[0]);
  }
}
