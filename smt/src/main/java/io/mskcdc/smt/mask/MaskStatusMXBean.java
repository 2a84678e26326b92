package io.mskcdc.smt.mask;

import java.util.Map;

/** What a Mask withheld or treated as unlisted since its task started. */
public interface MaskStatusMXBean {

  /** The number of records that were dropped, by the table, which no rule names. */
  Map<String, Long> getWithheldRecords();

  /** The columns and headers that no rule names, by their table. */
  Map<String, String[]> getUnlistedColumns();
}
