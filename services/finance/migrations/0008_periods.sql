-- Months that are closed: nothing is posted into them, whoever posts.

CREATE TABLE period (
  month       date PRIMARY KEY CHECK (extract(day FROM month) = 1),
  is_closed   boolean NOT NULL,
  changed_at  timestamptz NOT NULL,
  changed_by  uuid NOT NULL
);
COMMENT ON TABLE period IS 'months that were closed or opened again; every other month is open';

-- Tried again by whoever posts: with the month closed before its eyes it says so, or takes the next open day.
CREATE FUNCTION refuse_closed_periods() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added
    JOIN period p ON p.month = added.date - extract(day FROM added.date)::int + 1 WHERE p.is_closed)
  THEN
    RAISE EXCEPTION 'the month of a transaction is closed' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER journal_transaction_is_open AFTER INSERT ON journal_transaction
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed_periods();
