package io.mskcdc.lambda;

/**
 * Applies changes to a target. The same batch may come again, also cut in another way, and after a
 * batch with later offsets was applied. So an implementation compares offsets: a change never
 * replaces one of the same key with a higher offset.
 */
@FunctionalInterface
public interface RowHandler {
  /**
   * Applies a batch.
   *
   * @throws ChangeFailedException if one change fails and all changes before it were applied
   * @throws Exception if the whole batch must come again
   */
  void apply(Batch batch) throws Exception;
}
