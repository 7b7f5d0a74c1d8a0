package io.dealpulse.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How answers are written: snake_case, days as YYYY-MM-DD, instants to the millisecond in UTC, null where nothing is known. */
public final class Json {

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            // Of a later version's documents what this one knows is read.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(LocalDate.class, new TextSerializer<>(LocalDate.class) {
                        @Override
                        String text(LocalDate day) {
                            return day.toString();
                        }
                    })
                    .addSerializer(Instant.class, new TextSerializer<>(Instant.class) {
                        @Override
                        String text(Instant instant) {
                            return INSTANT.format(instant);
                        }
                    })
                    .addDeserializer(LocalDate.class, new StdDeserializer<>(LocalDate.class) {
                        private static final long serialVersionUID = 1;

                        @Override
                        public LocalDate deserialize(JsonParser json, DeserializationContext context)
                                throws IOException {
                            return LocalDate.parse(json.getText());
                        }
                    }))
            .build();

    private Json() {}

    /** In UTF-8. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer that can't be written: " + value.getClass(), e);
        }
    }

    /** As {@link #write}, as text. */
    public static String text(Object value) {
        return new String(write(value), java.nio.charset.StandardCharsets.UTF_8);
    }

    /**
     * Reads what another program wrote so.
     *
     * @throws IllegalArgumentException for what is no such value
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("No JSON of a " + type.getSimpleName(), e);
        }
    }

    private abstract static class TextSerializer<T> extends StdSerializer<T> {

        private static final long serialVersionUID = 1;

        TextSerializer(Class<T> type) {
            super(type);
        }

        abstract String text(T value);

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(text(value));
        }
    }
}
