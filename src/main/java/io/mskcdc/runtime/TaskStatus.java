package io.mskcdc.runtime;

/**
 * The status of a task.
 *
 * @param id its number, from 0
 * @param state its state
 * @param worker the worker that runs it, as host:port
 * @param trace the stack trace of its failure, or null
 */
public record TaskStatus(int id, RunState state, String worker, String trace) {}
