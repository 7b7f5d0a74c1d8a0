package io.dealpulse.jobs.serialization;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes the texts of one value so that each takes its bytes only once: the second time it is named by its number. Ids,
 * which differ, are written without the beginning they share with the id before. Not for use by several threads.
 */
public final class SharedTexts {

    private SharedTexts() {}

    /** Writes the texts of one value. */
    public static final class Writer {

        private final DataOutputView out;
        private final Map<String, Integer> numbers = new HashMap<>();
        private String lastId = "";

        /** Begins with a new value. */
        public Writer(DataOutputView out) {
            this.out = out;
        }

        /** Writes a text that may occur again. */
        public void write(String text) throws IOException {
            Integer number = numbers.putIfAbsent(text, numbers.size() + 1);
            if (number != null) {
                BinaryFormat.writeUnsigned(number, out);
            } else {
                BinaryFormat.writeUnsigned(0, out);
                BinaryFormat.writeText(text, out);
            }
        }

        /** Writes a text that occurs once. */
        public void writeId(String id) throws IOException {
            int shared = 0;
            int shorter = Math.min(id.length(), lastId.length());
            while (shared < shorter && id.charAt(shared) == lastId.charAt(shared)) {
                shared++;
            }
            if (shared > 0 && Character.isHighSurrogate(id.charAt(shared - 1))) {
                // Half a character has no bytes.
                shared--;
            }
            BinaryFormat.writeUnsigned(shared, out);
            BinaryFormat.writeText(id.substring(shared), out);
            lastId = id;
        }

        /** Writes a map, ordered by key. */
        public void writeMap(Map<String, String> map) throws IOException {
            BinaryFormat.writeUnsigned(map.size(), out);
            for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
                write(entry.getKey());
                write(entry.getValue());
            }
        }

        /** Writes a list in its order. */
        public void writeList(List<String> list) throws IOException {
            BinaryFormat.writeUnsigned(list.size(), out);
            for (String text : list) {
                write(text);
            }
        }
    }

    /** Reads what {@link Writer} wrote, call by call. */
    public static final class Reader {

        private final DataInputView in;
        private final List<String> texts = new ArrayList<>();
        private String lastId = "";

        /** Begins with a new value. */
        public Reader(DataInputView in) {
            this.in = in;
        }

        /** Reads what {@link Writer#write} wrote. */
        public String read() throws IOException {
            int number = (int) BinaryFormat.readUnsigned(in);
            if (number == 0) {
                String text = BinaryFormat.readText(in);
                texts.add(text);
                return text;
            }
            if (number > texts.size()) {
                throw new IOException("corrupt state: text %d of %d".formatted(number, texts.size()));
            }
            return texts.get(number - 1);
        }

        /** Reads what {@link Writer#writeId} wrote. */
        public String readId() throws IOException {
            int shared = (int) BinaryFormat.readUnsigned(in);
            if (shared > lastId.length()) {
                throw new IOException(
                        "corrupt state: an id begins with %d characters of %d".formatted(shared, lastId.length()));
            }
            lastId = lastId.substring(0, shared) + BinaryFormat.readText(in);
            return lastId;
        }

        /** Reads what {@link Writer#writeMap} wrote. */
        public Map<String, String> readMap() throws IOException {
            long size = BinaryFormat.readUnsigned(in);
            Map<String, String> map = new LinkedHashMap<>();
            for (long i = 0; i < size; i++) {
                String key = read();
                map.put(key, read());
            }
            return map;
        }

        /** Reads what {@link Writer#writeList} wrote. */
        public List<String> readList() throws IOException {
            long size = BinaryFormat.readUnsigned(in);
            List<String> list = new ArrayList<>();
            for (long i = 0; i < size; i++) {
                list.add(read());
            }
            return list;
        }
    }
}
