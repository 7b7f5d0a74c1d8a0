package io.dealpulse.jobs.options;

/**
 * A family of options handed on as they are to a client library.
 *
 * @param prefix begins their keys, ends with a dot
 * @param reserved the key, without prefix, that an option of the catalogue stands for and that is therefore refused
 * @param insteadOf the option that stands for it
 * @param doc what it does, for the reference page; Markdown
 */
public record PassThrough(String prefix, String reserved, Option<?> insteadOf, String doc) {}
