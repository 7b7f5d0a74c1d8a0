ALTER TABLE ${database}.v_velocity
    COMMENT COLUMN dimension_value 'Value of the dimension, of open deals now and of closed ones at closing; empty for all and for deals without one',
    COMMENT COLUMN velocity 'Sales velocity: base currency per day; NULL when win rate, deal size or cycle is. No sum over owners or windows',
    MODIFY COMMENT 'Sales velocity: open deals * win rate * average deal size / mean cycle length'
