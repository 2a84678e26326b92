package io.mskcdc.local.msk;

import io.mskcdc.local.aws.rest.Store;
import io.mskcdc.local.msk.MskConnectShapes.Connector;
import io.mskcdc.local.msk.MskConnectShapes.Operation;
import io.mskcdc.local.msk.MskConnectShapes.StateDescription;
import io.mskcdc.local.msk.MskConnectShapes.Step;
import io.mskcdc.local.msk.MskConnectShapes.WorkerSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The operations on all connectors, with their states and steps. */
final class ConnectorOperations {
  static final String UPDATE_SETTING = "UPDATE_WORKER_SETTING";
  static final String UPDATE_CONFIGURATION = "UPDATE_CONNECTOR_CONFIGURATION";
  static final String INITIALIZE = "INITIALIZE_UPDATE";
  static final String VALIDATE = "VALIDATE_UPDATE";
  static final String FINALIZE = "FINALIZE_UPDATE";

  private static final String PENDING = "PENDING";

  private final Store<Operation> store;

  ConnectorOperations(Path folder) {
    store =
        new Store<>(
            folder, Operation.class, Operation::connectorOperationArn, Operation::creationTime);
  }

  Optional<Operation> find(String arn) {
    return store.get(arn);
  }

  /** Returns the operations on a connector, the oldest first. */
  List<Operation> of(String connectorArn) {
    return store.all().stream()
        .filter(operation -> operation.connectorArn().equals(connectorArn))
        .toList();
  }

  /** Adds an operation such as PAUSE_CONNECTOR, which has no steps. */
  Operation begin(String connectorArn, String type) {
    return add(connectorArn, type, List.of(), null, null, null, null);
  }

  /** Adds an update to another configuration. */
  Operation beginUpdate(Connector before, Map<String, String> configuration) {
    return add(
        before.connectorArn(),
        UPDATE_CONFIGURATION,
        steps(UPDATE_CONFIGURATION),
        before.connectorConfiguration(),
        null,
        configuration,
        null);
  }

  /** Adds an update to other settings of the workers. */
  Operation beginUpdate(Connector before, WorkerSetting setting) {
    return add(
        before.connectorArn(),
        UPDATE_SETTING,
        steps(UPDATE_SETTING),
        null,
        before.workerSetting(),
        null,
        setting);
  }

  private static List<Step> steps(String update) {
    return Stream.of(INITIALIZE, update, VALIDATE, FINALIZE)
        .map(type -> new Step(PENDING, type))
        .toList();
  }

  private Operation add(
      String connectorArn,
      String type,
      List<Step> steps,
      Map<String, String> originConfiguration,
      WorkerSetting originSetting,
      Map<String, String> targetConfiguration,
      WorkerSetting targetSetting) {
    Operation operation =
        new Operation(
            connectorArn,
            MskConnectArns.createOperation(connectorArn),
            PENDING,
            type,
            MskConnectShapes.now(),
            null,
            null,
            steps,
            originConfiguration,
            originSetting,
            targetConfiguration,
            targetSetting);
    store.put(operation);
    return operation;
  }

  /**
   * @param error null for none
   */
  void setState(String arn, String state, StateDescription error) {
    change(arn, operation -> operation.with(state, error));
  }

  void end(String arn, String state) {
    change(arn, operation -> operation.ended(state));
  }

  void setStep(String arn, String type, String state) {
    changeSteps(arn, step -> step.stepType().equals(type) ? new Step(state, type) : step);
  }

  /** Ends the steps of an update that failed: the present one has failed, later ones do not run. */
  void failSteps(String arn) {
    changeSteps(
        arn,
        step ->
            switch (step.stepState()) {
              case "IN_PROGRESS" -> new Step("FAILED", step.stepType());
              case PENDING -> new Step("CANCELLED", step.stepType());
              default -> step;
            });
  }

  private void changeSteps(String arn, UnaryOperator<Step> change) {
    change(
        arn, operation -> operation.with(operation.operationSteps().stream().map(change).toList()));
  }

  private void change(String arn, UnaryOperator<Operation> change) {
    store.put(change.apply(store.get(arn).orElseThrow()));
  }

  /** Ends the operations that were running when the emulator stopped. */
  void endInterrupted(String connectorArn) {
    of(connectorArn).stream()
        .filter(operation -> operation.endTime() == null)
        .forEach(this::endInterrupted);
  }

  private void endInterrupted(Operation operation) {
    String type = operation.connectorOperationType();
    String end = type.startsWith("UPDATE") ? "ROLLBACK_COMPLETE" : type.split("_")[0] + "_FAILED";
    StateDescription why =
        new StateDescription("UnknownError.Unknown", "the emulator stopped during the operation");
    store.put(operation.with(end, why).ended(end));
  }

  /** Returns whether the last completed pause or resume of a connector was a pause. */
  boolean isPaused(String connectorArn) {
    return of(connectorArn).stream()
        .filter(operation -> operation.endTime() != null)
        .map(Operation::connectorOperationState)
        .filter(state -> Set.of("PAUSE_COMPLETE", "RESUME_COMPLETE").contains(state))
        .reduce((first, second) -> second)
        .filter("PAUSE_COMPLETE"::equals)
        .isPresent();
  }

  void removeAll(String connectorArn) {
    of(connectorArn).forEach(operation -> store.remove(operation.connectorOperationArn()));
  }
}
