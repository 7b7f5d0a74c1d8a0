-- A rate for each day of the history and each of the four currencies that are not the base currency.
INSERT INTO ${database}.fx_rates (base, quote, date, rate, version, checkpoint, is_deleted)
SELECT
    'EUR',
    pair.1,
    toDate32('${as_of}') - number,
    toDecimal128(round(pair.2 * (1 + 0.05 * sin(number / 60 + pair.2) + (cityHash64(number, pair.1) % 100) / 20000), 4), 10),
    4294967297 + number,
    1,
    0
FROM numbers(732)
ARRAY JOIN [('USD', 1.09), ('GBP', 0.86), ('CHF', 0.95), ('SEK', 11.2)] AS pair
