package io.mskcdc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleReaderTest {
  @TempDir Path temp;
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle = new BundleFolder(temp);
  }

  @Test
  void givenNumbersAndBooleansThenTheConfigHasTheTextInTheFile() {
    bundle.connector("shop", "\"connector.class\": \"S\", \"a\": 1.10, \"b\": true, \"c\": 7");

    assertThat(config())
        .containsExactly(
            Map.entry("connector.class", "S"),
            Map.entry("a", "1.10"),
            Map.entry("b", "true"),
            Map.entry("c", "7"));
  }

  @Test
  void givenAnOverlayThenItIsMergedAndItsNullRemovesAKey() {
    bundle
        .connector("shop", "\"connector.class\": \"S\", \"gone\": \"1\", \"changed\": \"1\"")
        .file(
            "environments/test/shop.json",
            "{\"owner\": \"team\", \"config\": {\"gone\": null, \"changed\": \"2\", \"new\": 3}}");

    RenderedConnector shop = bundle.read().connectors().get(0);

    assertThat(shop.owner()).isEqualTo("team");
    assertThat(shop.config()).isEqualTo(Map.of("connector.class", "S", "changed", "2", "new", "3"));
  }

  @Test
  void givenVariablesThenTheyAreReplacedAndProviderReferencesAreKept() {
    bundle
        .environment(
            "test",
            "http://{{ host }}:8083",
            "variables: {host: worker, port: 3306}\n"
                + "variableFiles: [../../more.yaml]\n"
                + "connectors: [{name: shop, state: paused}]")
        .file("more.yaml", "secrets: /run/s.properties\nunused_here: x\n")
        .connector(
            "shop",
            "\"connector.class\": \"S\", \"url\": \"h:{{port}}/{{ port }}\","
                + " \"database.password\": \"${file:{{ secrets }}:pw}\"");

    Bundle read = bundle.read();

    assertThat(((ConnectEndpoint) read.environment().target()).url())
        .hasToString("http://worker:8083");
    assertThat(read.connectors().get(0).state()).isEqualTo(WantedState.PAUSED);
    assertThat(read.connectors().get(0).config())
        .containsEntry("url", "h:3306/3306")
        .containsEntry("database.password", "${file:/run/s.properties:pw}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"010", "1_000", "1e3", "012345678901", "0x1F", "1.10", "True", "off", "190:20:30"})
  void givenAScalarInYamlThenTheVariableIsTheTextInTheFile(String scalar) {
    bundle.connector("shop", "\"connector.class\": \"S\", \"a\": \"{{ v }}\"");
    bundle.environment(
        "test", "http://h:1", "variables: {v: " + scalar + "}\nconnectors: [{name: shop}]");

    assertThat(config()).containsEntry("a", scalar);
  }

  @Test
  void givenATabInYamlThenTheErrorNamesItAndNotTheLinesContent() {
    bundle.file(
        "environments/test/environment.yaml", "target: connect\nvariables:\n\tpassword: x1y2\n");

    assertThatThrownBy(bundle::read)
        .asInstanceOf(type(ProblemException.class))
        .satisfies(
            thrown ->
                assertThat(thrown.problems().get(0).headline())
                    .startsWith(
                        "[file-syntax] connector-configs/environments/test/environment.yaml:3:1:")
                    .contains("'\\t(TAB)'")
                    .doesNotContain("x1y2"));
  }

  @Test
  void givenAnUndefinedVariableThenTheErrorHasItsFileAndKey() {
    bundle.connector("shop", "\"connector.class\": \"S\", \"a\": \"{{ nobody }}\"");

    assertProblem(
        "[variable-unknown] connector-configs/shop.json:1:58, a: the variable nobody is not"
            + " defined");
  }

  @Test
  void givenAnUndefinedVariableInTheOverlayThenTheErrorHasTheOverlaysFile() {
    bundle.file("environments/test/shop.json", "{\"config\": {\"a\": \"{{ nobody }}\"}}");

    assertProblem("[variable-unknown] connector-configs/environments/test/shop.json:1:18, a:");
  }

  @Test
  void anUnusedVariableIsAnError() {
    bundle.environment("test", "http://h:1", "variables: {lonely: x}\nconnectors: [{name: shop}]");

    assertProblem("[variable-unused] connector-configs/environments/test/environment.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{ a b }}", "{{", "{{ 1st }}", "x {{ }} y"})
  void bracesThatDoNotFormAVariableAreAnError(String value) {
    bundle.connector("shop", "\"connector.class\": \"S\", \"a\": \"" + value + "\"");

    assertProblem("[variable-malformed] connector-configs/shop.json:1:58, a:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\": \"shop\",                   | [file-syntax] connector-configs/shop.json:1:",
        "{\"name\": \"shop\", \"name\": \"x\"}  | Duplicate field 'name'",
        "[]                                     | the file does not hold an object",
        "{\"name\": \"shop\"} x                 | [file-syntax] connector-configs/shop.json:1:18",
        "{\"name\": \"other\", \"config\": {\"connector.class\": \"S\"}} | write",
        "{\"name\": \"shop\", \"config\": {}}   | connector.class: it is missing",
        "{\"name\": \"shop\"}                   | config: it is not an object",
        "{\"name\": \"shop\", \"conf\": 1, \"config\": {\"connector.class\": \"S\"}} | conf: this"
            + " key is not known",
        "{\"name\": \"shop\", \"config\": {\"connector.class\": \"S\", \"a\": null}} |"
            + " [config-value-invalid]",
        "{\"name\": \"shop\", \"config\": {\"connector.class\": \"S\", \"a\": [1]}} | takes no"
            + " nested value",
        "{\"name\": \"shop\", \"config\": {\"connector.class\": \"S\", \"name\": \"x\"}} |"
            + " config.name",
        "{\"name\": \"shop\", \"accept\": [{\"rule\": \"r\"}], \"config\": {\"connector.class\":"
            + " \"S\"}} | accept",
      })
  void givenAnInvalidConnectorFileThenTheErrorNamesTheMistake(String content, String expected) {
    bundle.file("shop.json", content);

    assertThatThrownBy(bundle::read)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).headline() + e.problems().get(0).next())
                    .contains(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connectors: [{name: shop}, {name: shop}] | [connector-listed-twice]",
        "connectors: [{name: nobody}]             | [connector-file-missing]",
        "connectors: [{name: a/b}]                | [connector-name-invalid]",
        "connectors: [{name: shop, role: x}]      | connectors.shop.role: this key is not known",
        "connectors: [{name: shop, state: off}]   | 'off' is not a state",
        "connectors: [shop]                       | an entry has no name",
        "connectors: {}                           | it is not a list",
        "polices: {}                              | polices: this key is not known",
        "variables: {a: [1]}                      | variables.a: a variable's value is a text",
        "variables: {a: '{{ b }}'}                | cannot hold another variable",
        "variableFiles: [none.yaml]               | [variable-file-missing]",
      })
  void givenAnInvalidEnvironmentThenTheErrorNamesTheMistake(String rest, String expected) {
    bundle.environment("test", "http://h:1", rest);

    assertProblem(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://h", "h:8083", "http://user:pw@h", "http://h?x=1", "not an address", ""})
  void givenAnInvalidAddressThenTheErrorDoesNotRepeatIt(String url) {
    bundle.environment("test", url, "connectors: [{name: shop}]");

    assertThatThrownBy(bundle::read)
        .hasMessageContaining("connect.url")
        .message()
        .doesNotContain("pw");
  }

  @Test
  void anUndefinedVariableInTheAddressIsAnError() {
    bundle.environment("test", "http://{{ nobody }}", "connectors: [{name: shop}]");

    assertProblem("connect.url: the variable nobody is not defined");
  }

  @ParameterizedTest
  @CsvSource({
    "endpoints.yaml, mysql2_host, ./scripts/local-stack.sh up --second-database",
    "endpoints-iam.yaml, mysql2_port, ./scripts/local-stack.sh up --iam --second-database",
    "endpoints.yaml, mysql3_host, connector-configs/environments/test/environment.yaml",
    "other.yaml, mysql2_host, connector-configs/environments/test/environment.yaml",
  })
  void givenALocalStackWithoutTheSecondDatabaseTheNextStepIsTheCommandThatStartsIt(
      String file, String variable, String next) {
    bundle
        .environment(
            "test",
            "http://h:1",
            "variableFiles: [../../../.local-stack/" + file + "]\nconnectors: [{name: shop}]")
        .file("../.local-stack/" + file, "mysql_host: h\n")
        .connector("shop", "\"connector.class\": \"S\", \"host\": \"{{ " + variable + " }}\"");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ErrorCode.VARIABLE_UNKNOWN);
              assertThat(problem.next()).endsWith(" " + next);
            });
  }

  @Test
  void anUnknownTargetIsAnError() {
    bundle.file("environments/test/environment.yaml", "target: msk\nconnectors: []\n");

    assertProblem("target: the target is neither 'connect' nor 'msk-connect'");
  }

  @ParameterizedTest
  @CsvSource({
    "endpoints.yaml, ./scripts/local-stack.sh up",
    "endpoints-iam.yaml, ./scripts/local-stack.sh up --iam",
    "endpoints-msk.yaml, ./scripts/local-stack.sh up --msk",
  })
  void givenAMissingFileOfTheLocalStackTheNextStepIsTheCommandThatStartsIt(
      String file, String command) {
    bundle.environment(
        "test",
        "http://{{ host }}:1",
        "auth: '{{ auth }}'\ncluster: '{{ cluster }}'\nvariableFiles: [../../../.local-stack/"
            + file
            + "]\nconnectors: [{name: shop}]");

    assertThatThrownBy(bundle::read)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .as("one mistake is one error, whatever variables the file defines")
                    .singleElement()
                    .satisfies(
                        problem -> {
                          assertThat(problem.headline())
                              .startsWith("[variable-file-missing] connector-configs/")
                              .contains("environment.yaml:6:17, variableFiles: there is no file");
                          assertThat(problem.next()).endsWith(": " + command);
                        }));
  }

  @Test
  void givenAnotherMissingVariableFileTheNextStepIsToCreateIt() {
    bundle.environment("test", "http://h:1", "variableFiles: [no.yaml]\nconnectors: []");

    assertThatThrownBy(bundle::read)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems().get(0).next()).startsWith("create it"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https | basic: {user: u, passwordEnv: P}                   | ",
        "https | bearer: {tokenFile: token}                         | ",
        "http  | basic: {user: u, passwordEnv: P}                   | would cross the network",
        "https | basic: {passwordEnv: P}                            | connect.basic.user",
        "https | basic: {user: u, password: hunter2}                | where the password is",
        "https | basic: {user: u, passwordEnv: P, passwordFile: f}  | where the password is",
        "https | bearer: {token: hunter2}                           | where the token is",
        "https | clientKeyFile: k                                   | clientCertificateFile",
        "https | clientCertificateFile: c                           | connect.clientKeyFile",
        "https | caCert: x                                          | this key is not known",
        "https | caFile: '{{ nobody }}'                             | nobody is not defined",
      })
  void givenSettingsOfTheConnectionThenTheyAreCheckedAndNoSecretIsRepeated(
      String scheme, String security, String expected) {
    bundle.file(
        "environments/test/environment.yaml",
        "target: connect\nconnect:\n  url: "
            + scheme
            + "://h:8083\n  "
            + security
            + "\nconnectors: [{name: shop}]\n");

    if (expected == null) {
      assertThat(((ConnectEndpoint) bundle.read().environment().target()).credentials())
          .isPresent();
    } else {
      assertThatThrownBy(bundle::read)
          .hasMessageContaining(expected)
          .message()
          .doesNotContain("hunter2");
    }
  }

  @Test
  void givenABundleNameThenTheConfigHasItAsALabel() {
    bundle.environment("test", "http://h:1", "bundle: shop-cdc\nconnectors: [{name: shop}]");

    assertThat(config()).containsEntry("mskcdc.bundle", "shop-cdc/test");
  }

  @Test
  void aLabelInAConnectorFileIsAnError() {
    bundle.connector("shop", "\"connector.class\": \"S\", \"mskcdc.bundle\": \"x\"");

    assertProblem("mskcdc.bundle: it is written by this tool");
  }

  @Test
  void anOverlayWithoutItsConnectorIsAnError() {
    bundle.file("environments/test/gone.json", "{}");

    assertProblem("[overlay-without-connector] connector-configs/environments/test/gone.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.json", "worker.properties"})
  void givenALinkToNothingThenTheFileIsNotAbsent(String name) throws IOException {
    Files.createSymbolicLink(bundle.root().resolve("environments/test/" + name), Path.of("gone"));

    assertProblem("[file-not-readable] connector-configs/environments/test/" + name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"config\": {\"a\": 1,}}        | :1:20: Unexpected character",
        "{\"config\": {\"a\": 1, \"a\": 2}} | :1:24: Duplicate field 'a'",
        "{\"config\": {\"a\": {\"b\": 1}}}  | :1:18, a: Connect takes no nested value",
        "{\"configs\": {}}               | :1:2, configs: this key is not known",
        "{\"name\": \"other\"}            | :1:10, name: the name differs from the file's",
        "{\"config\": {\"a\": \"{{ b }}\"}} | :1:18, a: the variable b is not defined",
        "{\"config\": {\"connector.class\": null}} | :1:32, connector.class: it is missing",
        "{\"config\": null}              | :1:12, config: it is not an object",
        "{\"accept\": [{}]}              | :1:13, accept: an entry has no rule",
      })
  void givenAMistakeInAnOverlayThenTheErrorHasItsPlaceThere(String overlay, String expected) {
    bundle
        .connector("shop", "\"connector.class\": \"S\", \"a\": \"1\"")
        .file("environments/test/shop.json", overlay);

    assertThat(bundle.problems())
        .singleElement()
        .extracting(Problem::headline)
        .asString()
        .contains("connector-configs/environments/test/shop.json" + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"connectorName\": \"shop\", \"capacity\": {}, \"connectorConfiguration\": {\"a\": \"b\"}}"
            + " | a create-connector request of the AWS CLI",
        "{\"connector.class\": \"S\", \"a\": \"b\", \"c\": \"d\"} | the body of PUT /connectors/NAME/config",
        "{\"name\": \"shop\", \"config\": {}, \"tasks\": [], \"type\": \"source\"} | an answer of GET",
        "connector_configuration = {%n\"connector.class\" = \"S\"%n} | connector_configuration of a"
            + " Terraform",
        "name=shop%nconnector.class=S%na=b | a properties file of a standalone worker",
      })
  void givenAConnectorInAnotherFormThenThatIsTheOneError(String content, String form) {
    bundle.file("shop.json", content.formatted());

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[connector-file-foreign] connector-configs/shop.json: it is ")
                  .contains(form);
              assertThat(problem.next())
                  .isEqualTo("run mskcdc adopt connector-configs/shop.json, which writes one");
            });
  }

  @Test
  void givenACopiedConnectorWithoutItsOverlayThenThatIsTheOneError() {
    String config =
        "\"connector.class\": \"S\", \"user\": \"{{ secret }}-u\", \"url\": \"{{ secret }}-x\"";
    bundle
        .environment("test", "http://h:1", "connectors: [{name: shop}, {name: copy}]")
        .connector("shop", config)
        .connector("copy", config)
        .file("environments/test/shop.json", "{\"config\": {\"user\": \"u\", \"url\": \"x\"}}");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .isEqualTo(
                      "[overlay-missing] connector-configs/environments/test/copy.json: there is no"
                          + " such overlay, and without one the connector uses variables that this"
                          + " environment does not define, in user, url");
              assertThat(problem.next())
                  .isEqualTo(
                      "write it; connector-configs/environments/test/shop.json sets these keys for"
                          + " another connector");
            });

    bundle.file("environments/test/copy.json", "{\"config\": {\"user\": \"u\"}}");
    assertProblem("[variable-unknown] connector-configs/copy.json:1:");
  }

  @Test
  void givenAnUnknownEnvironmentThenTheNextStepListsTheExistingOnes() {
    assertThatThrownBy(
            () -> new BundleReader(new BundlePaths(bundle.root())).read("prod", List.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems().get(0).next()).isEqualTo("use one of: test"));
  }

  @Test
  void givenSeveralMistakesThenAllAreReportedAtOnce() {
    bundle.connector(
        "shop", "\"connector.class\": \"S\", \"a\": \"{{ x }}\", \"b\": null, \"c\": {}");

    assertThatThrownBy(bundle::read)
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  private Map<String, String> config() {
    return bundle.read().connectors().get(0).config();
  }

  private void assertProblem(String expected) {
    assertThatThrownBy(bundle::read)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(expected);
  }
}
