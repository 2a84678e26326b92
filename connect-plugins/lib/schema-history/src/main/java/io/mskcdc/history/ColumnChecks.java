package io.mskcdc.history;

import io.debezium.processors.spi.PostProcessor;
import io.debezium.processors.spi.PostProcessorFactory;
import java.util.List;

/** Adds {@link ColumnCheck} to each task, without an entry in its configuration. */
public final class ColumnChecks implements PostProcessorFactory {

  @Override
  public List<PostProcessor> get() {
    return List.of(new ColumnCheck());
  }
}
