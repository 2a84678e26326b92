package io.mskcdc.runtime;

import java.util.List;
import java.util.Map;

/**
 * What the masks of a connector left out since its task started, because no rule names it.
 *
 * @param withheld the number of dropped records of each table that was withheld
 * @param unlisted the columns of each other table that did not leave in clear
 */
public record LeftOut(Map<String, Long> withheld, Map<String, List<String>> unlisted) {}
