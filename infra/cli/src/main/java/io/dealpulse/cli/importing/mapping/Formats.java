package io.dealpulse.cli.importing.mapping;

/** How the texts of one field are written. */
record Formats(TimeFormat time, NumberFormat number) {}
