package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.CONFIG_VALUE_INVALID;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FILE_FOREIGN;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FILE_INVALID;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FILE_MISSING;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_LISTED_TWICE;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_NAME_INVALID;
import static io.mskcdc.problem.ErrorCode.DMS_FILE_INVALID;
import static io.mskcdc.problem.ErrorCode.DMS_FILE_MISSING;
import static io.mskcdc.problem.ErrorCode.ENVIRONMENT_INVALID;
import static io.mskcdc.problem.ErrorCode.FILE_NOT_READABLE;
import static io.mskcdc.problem.ErrorCode.FILE_SYNTAX;
import static io.mskcdc.problem.ErrorCode.OVERLAY_MISSING;
import static io.mskcdc.problem.ErrorCode.OVERLAY_WITHOUT_CONNECTOR;
import static io.mskcdc.problem.ErrorCode.PLUGIN_NOT_BUILT;
import static io.mskcdc.problem.ErrorCode.VARIABLE_FILE_MISSING;
import static io.mskcdc.problem.ErrorCode.VARIABLE_MALFORMED;
import static io.mskcdc.problem.ErrorCode.VARIABLE_UNKNOWN;
import static io.mskcdc.problem.ErrorCode.VARIABLE_UNUSED;
import static io.mskcdc.problem.ErrorCode.WORKER_FILE_MISSING;

import io.mskcdc.lint.Rule;
import java.util.List;

/** What is checked while the files are read, before any other rule sees them. */
final class ReadingRules {
  static final List<Rule> ALL =
      List.of(
          Rule.error(
              CONFIG_VALUE_INVALID,
              "values of connectors",
              "A value is null or nested. Connect accepts it and fails later.",
              "Write a text. To remove a key in one environment, write null in the overlay.",
              "Kafka, Connect REST API; tried"),
          Rule.error(
              CONNECTOR_NAME_INVALID,
              "names of connectors",
              "A connector's name contains a character that a file name, a REST path or Connect does not allow. `import` refuses it before it writes.",
              "Use letters, digits, `.`, `_` and `-`, at most 128.",
              "Kafka, Connect REST API; tried"),
          Rule.error(
              FILE_NOT_READABLE,
              "the files of the bundle",
              "A file is missing or not readable.",
              "Create it or correct its permissions. `mskcdc plan --save` creates a saved plan.",
              "this bundle"),
          Rule.error(
              FILE_SYNTAX,
              "JSON, YAML and properties",
              "A file is not valid JSON or YAML, is not UTF-8, contains a key twice, or continues after its object. Or worker.properties begins with a byte order mark.",
              "Correct the file at the reported line and column. YAML permits no tab as indentation.",
              "this bundle"),
          Rule.error(
              ENVIRONMENT_INVALID,
              "environment.yaml",
              "environment.yaml contains an unknown key or an invalid value. Keys for MSK Connect are unknown where the target is `connect`.",
              "Correct the reported key.",
              "this bundle"),
          Rule.error(
              VARIABLE_FILE_MISSING,
              "`variableFiles` of environment.yaml",
              "A file listed under `variableFiles` does not exist. The local stack writes the files of the local environments when it starts.",
              "Start the stack that the message names, or create the file.",
              "this bundle"),
          Rule.error(
              VARIABLE_UNKNOWN,
              "deploy-time variables",
              "A file uses a variable that neither environment.yaml nor a variable file defines.",
              "Define it under `variables`, or correct its name. The local stack defines `mysql2_host` and `mysql2_port` only when started with `--second-database`.",
              "this bundle"),
          Rule.error(
              VARIABLE_UNUSED,
              "`variables` of environment.yaml",
              "environment.yaml defines a variable that nothing in this environment uses, often because of a typo where it is used. Variable files may hold more than is used.",
              "Remove it, or correct the name.",
              "this bundle"),
          Rule.error(
              VARIABLE_MALFORMED,
              "deploy-time variables",
              "`{{` does not begin a variable.",
              "Write `{{ name }}` with letters, digits and `_`.",
              "this bundle"),
          Rule.error(
              CONNECTOR_LISTED_TWICE,
              "`connectors` of environment.yaml",
              "environment.yaml lists a connector twice.",
              "Remove one of the entries.",
              "this bundle"),
          Rule.error(
              CONNECTOR_FILE_MISSING,
              "`connectors` of environment.yaml",
              "The environment lists a connector that has no file.",
              "Create `connector-configs/<name>.json`, or remove the entry.",
              "this bundle"),
          Rule.error(
              CONNECTOR_FILE_FOREIGN,
              "connectors' files",
              "A connector's file has another form: a create-connector request of the AWS CLI, a body of Connect's REST API without name and config, an answer of GET, `connector_configuration` of Terraform, or properties of a standalone worker.",
              "Run `mskcdc adopt FILE`.",
              "this bundle"),
          Rule.error(
              CONNECTOR_FILE_INVALID,
              "connectors' files",
              "A connector's file lacks a key or contains an unknown one.",
              "Correct the reported key. Options of the connector belong under `config`.",
              "this bundle"),
          Rule.error(
              DMS_FILE_MISSING,
              "`dms` of environment.yaml",
              "The environment lists a DMS task that has no file.",
              "Create `connector-configs/dms/<name>.yaml`, or remove the entry.",
              "this bundle"),
          Rule.error(
              DMS_FILE_INVALID,
              "files of DMS tasks",
              "The file of a DMS task lacks a key, contains an unknown one or a value that is not allowed.",
              "Correct the reported key. See [DMS tasks](dms.md).",
              "this bundle"),
          Rule.error(
              OVERLAY_WITHOUT_CONNECTOR,
              "overlays",
              "An environment's folder contains an overlay of a connector or DMS task that does not exist.",
              "Rename or remove the overlay.",
              "this bundle"),
          Rule.error(
              OVERLAY_MISSING,
              "overlays",
              "The connector uses variables that the environment does not define, and has no overlay here. Another connector has an overlay that sets the same keys. Often a connector was copied without its overlay.",
              "Write the overlay, as the other connector has one.",
              "this bundle"),
          Rule.error(
              WORKER_FILE_MISSING,
              "`worker` of environment.yaml",
              "The file that `worker` names does not exist.",
              "Create it, or correct the name.",
              "this bundle"),
          Rule.hint(
              PLUGIN_NOT_BUILT,
              "`plugin` of environment.yaml",
              "`plugin` names a folder of connect-plugins that is not built. The name on AWS contains a digest of the built files, so `plan` stops before it compares with MSK Connect.",
              "Run `./scripts/build-plugins.sh NAME`, or write the plugin's name on AWS.",
              "this bundle"));

  private ReadingRules() {}
}
