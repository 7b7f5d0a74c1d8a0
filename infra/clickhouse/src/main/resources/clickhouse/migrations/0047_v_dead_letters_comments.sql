-- The view decodes the table's Base64.
ALTER TABLE ${database}.v_dead_letters
    COMMENT COLUMN key 'Key of the record, as text or whatever bytes it has; NULL when it has none',
    COMMENT COLUMN payload 'Value of the record, as text or whatever bytes it has; NULL when it has none'
