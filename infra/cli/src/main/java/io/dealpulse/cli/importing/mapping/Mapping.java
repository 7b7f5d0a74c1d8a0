package io.dealpulse.cli.importing.mapping;

import io.dealpulse.cli.yaml.YamlFileException;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How the CSV files of one CRM export become events.
 *
 * @param file the mapping's file name
 * @param name its own name, part of every event's identity
 * @param csv how the files are written
 * @param pipelines pipelines that the mapping itself defines
 * @param rates exchange rates that the mapping itself sets
 * @param inputs what becomes of each file's rows
 */
public record Mapping(
        String file,
        String name,
        CsvDialect csv,
        List<PipelineDefined> pipelines,
        List<FxRateSet> rates,
        List<InputMapping> inputs) {

    public Mapping {
        pipelines = List.copyOf(pipelines);
        rates = List.copyOf(rates);
        inputs = List.copyOf(inputs);
    }

    /**
     * Reads a mapping.
     *
     * @param file its file name, for messages
     * @param yaml its text
     * @throws YamlFileException where it says something that can't be
     */
    public static Mapping parse(String file, String yaml) {
        return new MappingParser(file, yaml).parse();
    }

    /** The names of the files whose rows become events. */
    public Set<String> inputFiles() {
        Set<String> files = new LinkedHashSet<>();
        inputs.forEach(input -> files.add(input.file()));
        return files;
    }

    /** The names of the files that are only looked up in. */
    public Set<String> joinedFiles() {
        Set<String> files = new LinkedHashSet<>();
        inputs.forEach(input -> input.joins().forEach(join -> files.add(join.file())));
        return files;
    }
}
