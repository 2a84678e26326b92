package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake in what a command does not need must not end it. */
class BrokenNeighbourTest extends StubbedWorker {
  private static final String PAUSED = RUNNING.replace("\"RUNNING\"", "\"PAUSED\"");
  private static final String STOPPED = "{\"connector\": {\"state\": \"STOPPED\"}, \"tasks\": []}";

  @BeforeEach
  void shopRunsAndOrdersIsBroken() {
    live(CONFIG);
    one(CONFIG, RUNNING);
    bundle.file("orders.json", "{\"name\": \"orders\", ");
    list("connectors: [{name: shop}, {name: orders}]");
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/pause")).willReturn(okJson("").withStatus(202)));
    WORKER.stubFor(put(urlEqualTo("/connectors/shop/stop")).willReturn(okJson("").withStatus(202)));
    WORKER.stubFor(delete(urlEqualTo("/connectors/shop")).willReturn(okJson("").withStatus(202)));
  }

  private void list(String rest) {
    bundle.environment("local", "http://localhost:" + WORKER.getPort(), rest);
  }

  @Test
  void aLiveConnectorCanBeStopped() {
    one(CONFIG, STOPPED);

    assertThat(run("stop", "shop")).as(err.toString()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void theBrokenOneCanBeStoppedToo() {
    bundle.file("shop.json", "{");
    one(CONFIG, STOPPED);

    assertThat(run("stop", "shop")).as(err.toString()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void statusShowsEveryListedConnector() {
    assertThat(run("status")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString()).contains("shop: RUNNING").contains("orders: not deployed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connectors: [{name: shop}, {name: orders, state: asleep}]",
        "connectors: [{name: shop}, {name: shop}]",
        "connectors: [{name: shop, tasks: 3}]",
        "connectors: [{name: shop}]\nvariables: {host: '{{ none }}'}",
        "connectors: [{name: shop}]\nvariableFiles: [absent.yaml]",
        "connectors: [{name: shop}]\nvariables: {host: replace-me}",
        "connectors: shop"
      })
  void aMistakeElsewhereInTheEnvironmentIsAWarning(String rest) {
    list(rest);
    one(CONFIG, PAUSED);

    assertThat(run("pause", "shop")).as(err.toString()).isEqualTo(ExitCode.DONE);
    assertThat(err.toString()).contains("warning [").contains("environment.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connectors: [{name: shop, state: stoped}]",
        "connectors: [{name: shop, stat: stopped}]",
        "connectors: [{name: shop}, {name: shop, state: stopped}]",
      })
  void aWantedStateThatIsNotKnownIsNeverAsWanted(String rest) {
    list(rest);

    assertThat(run("status", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("  not known: its wanted state: ");
    assertThat(run("status")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("  wanted: not known\n");
    assertThat(run("status", "-o", "json")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("\"wanted\": null", "\"asWanted\": false");
    assertThat(run("list")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).containsPattern("shop +not known +RUNNING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "apply", "validate", "render"})
  void aMisspeltStateIsAnErrorForCommandsOnFiles(String command) {
    list("connectors: [{name: shop, state: stoped}]");

    assertThat(run(command, "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("'stoped' is not a state: did you mean stopped?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"target: kafka", "target: connect\nconnect: {url: 'http://{{ none }}'}"})
  void aMistakeInTheAddressIsAnError(String address) {
    bundle.file("environments/local/environment.yaml", address + "\nconnectors: [{name: shop}]\n");

    assertThat(run("pause", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("error [");
  }

  @Test
  void aMissingFileWithTheAddressIsAnError() {
    bundle.environment(
        "local", "{{ connect_url }}", "variableFiles: [absent.yaml]\nconnectors: [{name: shop}]");

    assertThat(run("status")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).startsWith("error [variable-file-missing] ");
  }

  @Test
  void aPlaceholderInTheAddressIsAnError() {
    bundle.environment("local", "http://replace-me:8083", "connectors: [{name: shop}]");

    assertThat(run("status", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("[placeholder] ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "validate", "apply"})
  void aCommandOnFilesNeedsThoseOfTheNamedConnectorsAlone(String command) {
    assertThat(run(command, "shop")).as(err.toString()).isEqualTo(ExitCode.DONE);

    assertThat(err.toString()).contains("warning [file-syntax] ").contains("orders.json");
  }

  @Test
  void aSavedPlanNeedsTheFilesOfItsConnectorsAlone() {
    String plan = temp.resolve("plan.json").toString();
    assertThat(run("plan", "shop", "--save", plan)).as(err.toString()).isEqualTo(ExitCode.DONE);

    assertThat(run("apply", "--plan", plan)).as(err.toString()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void renderNeedsTheFilesOfTheNamedConnectorsAlone() {
    assertThat(run("render", "shop")).as(err.toString()).isEqualTo(ExitCode.DONE);
    assertThat(run("render", "shop", "orders")).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void withoutNamesTheFilesOfAllAreNeeded() {
    assertThat(run("plan")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("error [file-syntax] ").doesNotContain("warning");
  }

  @Test
  void aFindingOfLintAboutAnotherConnectorIsAWarning() {
    bundle.connector("orders", CONFIG + ", \"a\": \"replace-me\"");

    assertThat(run("plan", "shop")).as(err.toString()).isEqualTo(ExitCode.DONE);
    assertThat(err.toString()).contains("warning [placeholder] ");
    assertThat(run("plan", "orders")).isEqualTo(ExitCode.FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "orders"})
  void aValueThatANamedConnectorSharesWithAnotherIsAnError(String named) {
    String shared = MYSQL + ", \"topic.prefix\": \"p\", \"database.server.id\": \"7\"";
    bundle.connector("shop", shared).connector("orders", shared);

    assertThat(run("plan", named, "--offline")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("error [value-shared] ");
  }
}
