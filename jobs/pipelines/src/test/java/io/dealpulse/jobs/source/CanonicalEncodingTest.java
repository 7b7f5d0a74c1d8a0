package io.dealpulse.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.DealEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanonicalEncodingTest {

    private final CanonicalEncoding order = new CanonicalEncoding();

    @Test
    void whatSaysTheSameIsEqual() {
        Map<String, String> oneOrder = new LinkedHashMap<>();
        Map<String, String> otherOrder = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            oneOrder.put("attribute" + i, "x");
            otherOrder.put("attribute" + (19 - i), "x");
        }

        assertThat(order.compare(event(1L, oneOrder), event(1L, otherOrder))).isZero();
    }

    @Test
    void whatSaysAnotherThingIsGreaterOneWay() {
        DealEvent one = event(100L, Map.of());
        DealEvent other = event(-100L, Map.of());

        assertThat(order.compare(one, other)).isNotZero();
        assertThat(Integer.signum(order.compare(one, other))).isEqualTo(-Integer.signum(order.compare(other, one)));
        // Decimal bytes are two's complement, compared unsigned: of amounts of one length the negative one is greater.
        assertThat(order.compare(other, one)).isPositive();
    }

    @Test
    void nothingIsLessThanSomething() {
        assertThat(order.compare(event(null, Map.of()), event(0L, Map.of()))).isNegative();
    }

    @Test
    void travelsWithTheJob() throws Exception {
        CanonicalEncoding clone = InstantiationUtil.clone(order);

        assertThat(clone.compare(event(1L, Map.of()), event(1L, Map.of()))).isZero();
    }

    private static DealEvent event(@Nullable Long amountCents, Map<String, String> attributes) {
        return new DealEvent(
                "e",
                Instant.EPOCH,
                null,
                null,
                false,
                "p",
                "s",
                amountCents,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                attributes,
                List.of());
    }
}
