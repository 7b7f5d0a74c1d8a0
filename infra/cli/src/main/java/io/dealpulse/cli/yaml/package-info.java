/** YAML files that people write: read so that every complaint names file, line and key. */
@NullMarked
package io.dealpulse.cli.yaml;

import org.jspecify.annotations.NullMarked;
