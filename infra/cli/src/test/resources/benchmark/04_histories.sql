-- Every choice is a hash of the deal's number and the choice's name, so that the same numbers give the same deals.
INSERT INTO ${database}.benchmark_histories
WITH
    choice -> (cityHash64(number, choice) % 1000000 + 0.5) / 1000000 AS chance,
    toDateTime64('${as_of} 12:00:00', 3, 'UTC') AS now_,
    chance('pipeline') < 0.7 AS is_new_business,
    if(is_new_business, ['lead', 'qualified', 'demo', 'proposal', 'negotiation'], ['upcoming', 'contacted', 'quoted', 'committed'])
        AS stages_,
    if(is_new_business, [6., 9., 12., 15., 10.], [20., 10., 8., 5.]) AS mean_days_,
    length(stages_) AS stage_count,
    toUInt8(pow(chance('owner'), 1.3) * 200) AS owner,
    -- Owners differ in how much they win and how long they take.
    chance('win') < if(is_new_business, 0.2, 0.6) + (cityHash64(owner) % 100) / 500 AS wins,
    toUInt8(if(wins, stage_count - 1, floor(pow(chance('stops at'), 1.3) * stage_count))) AS last_open,
    toUInt8(chance('starts at') < 0.08 AND last_open > 0) AS first_open,
    chance('skips') < 0.06 AS skips,
    chance('regresses') < 0.05 AS regresses,
    toUInt8(1 + chance('where') * (stage_count - 1)) AS special,
    toUInt8(if(wins, 100, 101)) AS closing,
    arrayFilter(position -> NOT (skips AND position = special AND position != last_open), range(first_open, last_open + 1))
        AS forward,
    arrayFlatten(arrayMap(
        position -> if(regresses AND position = special AND position > first_open, [position, position - 1, position], [position]),
        forward)) AS open_path,
    arrayConcat(
        open_path,
        if(chance('reopens') < 0.02, [toUInt8(101), last_open], []),
        if(chance('never closes') < 0.045, [], [closing])) AS path,
    -- Exponential, at least a minute.
    arrayMap(
        (position, nth) -> 60 + toInt64(
            -log(chance(concat('stays ', toString(nth)))) * 86400
            * if(position >= 100, 20., mean_days_[position + 1])
            * (0.7 + (cityHash64(owner, position) % 60) / 100)),
        path,
        arrayEnumerate(path)) AS lengths,
    now_ - toIntervalSecond(toInt64(chance('created') * 729.9 * 86400)) AS created_at_,
    arrayMap(before -> created_at_ + toIntervalSecond(before), arrayPopBack(arrayPushFront(arrayCumSum(lengths), 0))) AS all_entered,
    arrayFilter(at -> at <= now_, all_entered) AS entered_,
    arraySlice(path, 1, length(entered_)) AS positions_,
    positions_[-1] AS position_now,
    if(position_now < 100, NULL, entered_[-1]) AS closed_,
    coalesce(closed_, now_) AS end_,
    chance('has amount') < 0.97 AS has_amount,
    toUInt8(chance('product') * 40) AS product_,
    toUInt8(pow(chance('territory'), 1.2) * 30) AS territory_,
    round(exp(8 + (product_ % 8) / 4 + 2.2 * (chance('size 1') + chance('size 2') + chance('size 3') - 1.5)), -1) AS final_amount,
    chance('revalued') < 0.25 AS revalued
SELECT
    number,
    concat('deal-', leftPad(toString(number), 7, '0')),
    if(is_new_business, 'new-business', 'renewals'),
    stages_,
    positions_,
    arrayMap(position -> if(position = 100, 'won', if(position = 101, 'lost', stages_[position + 1])), positions_),
    entered_,
    if(position_now = 100, 'won', if(position_now = 101, 'lost', 'open')),
    closed_,
    arrayMap(
        stage -> coalesce(
            arrayFirstOrNull((at, position) -> position >= stage AND position < 100, entered_, positions_),
            if(position_now = 100, closed_, NULL)),
        range(stage_count)),
    concat('rep-', leftPad(toString(owner), 3, '0')),
    if(chance('no segment') < 0.02, '', ['startup', 'smb', 'mid-market', 'enterprise', 'public-sector'][toUInt8(1 + chance('segment') * 5)]),
    ['web', 'referral', 'partner', 'outbound', 'event', 'advertising', 'content', 'other'][toUInt8(1 + pow(chance('source'), 1.5) * 8)],
    concat('territory-', leftPad(toString(territory_), 2, '0')),
    concat('product-', leftPad(toString(product_), 2, '0')),
    if(has_amount, ['EUR', 'USD', 'GBP', 'CHF', 'EUR', 'SEK', 'EUR', 'USD', 'EUR', 'GBP'][territory_ % 10 + 1], ''),
    toDecimal64(if(has_amount, if(revalued, round(final_amount * (0.6 + chance('revaluation') * 0.7), -1), final_amount), 0), 2),
    toDecimal64(if(has_amount, final_amount, 0), 2),
    entered_[1] + toIntervalSecond(toInt64(dateDiff('second', entered_[1], if(length(entered_) > 1, entered_[2], now_)) * 0.5)),
    if(chance('override') < 0.1, round(chance('probability'), 2), NULL),
    toDate32(created_at_) + toInt32(20 + chance('expected') * 80),
    arrayMap(
        nth -> created_at_ + toIntervalSecond(toInt64(dateDiff('second', created_at_, end_) * nth / 12)),
        range(toUInt8(chance('activities') * 11)))
FROM numbers(${first}, ${count})
