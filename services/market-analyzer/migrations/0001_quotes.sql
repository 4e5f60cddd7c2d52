-- Quotes: what something cost at an instant, by whom it was said; partitioned by month (UTC), so that old months
-- go by dropping a table.

CREATE TABLE quote (
  symbol   text COLLATE "C" NOT NULL,
  at       timestamptz NOT NULL,
  price    numeric(28, 12) NOT NULL,
  source   text COLLATE "C" NOT NULL,
  feed_id  uuid,
  seq      bigint GENERATED ALWAYS AS IDENTITY,
  xid      xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (symbol, at, source)
) PARTITION BY RANGE (at);
CREATE INDEX quote_seq ON quote (seq);
COMMENT ON TABLE quote IS 'The first quote of a symbol, instant and source stays: a second delivery changes nothing.';
COMMENT ON COLUMN quote.seq IS 'the order of storing; numbers may become visible out of order, which xid tells';

-- A projection of quote, changed in the transaction that stores.
CREATE TABLE latest_quote (
  symbol  text COLLATE "C" PRIMARY KEY,
  at      timestamptz NOT NULL,
  price   numeric(28, 12) NOT NULL,
  source  text COLLATE "C" NOT NULL
) WITH (fillfactor = 50);

-- Makes the partitions of these months where they are missing. Call it before the transaction touches quotes:
-- making one waits for those who write, and they must never wait for whoever makes it.
CREATE FUNCTION ensure_quote_months(instants timestamptz[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  month timestamp;
  partition text;
BEGIN
  FOR month IN SELECT DISTINCT date_trunc('month', i AT TIME ZONE 'UTC') FROM unnest(instants) AS i ORDER BY 1 LOOP
    partition := format('quote_%s', to_char(month, 'YYYY_MM'));
    CONTINUE WHEN to_regclass(partition) IS NOT NULL;
    PERFORM pg_advisory_xact_lock(hashtext('ensure_quote_months'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF quote FOR VALUES FROM (%L) TO (%L)', partition,
      month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
  END LOOP;
END $$;

-- Drops the partitions that end before the month of an instant; answers how many.
CREATE FUNCTION drop_quotes_before(instant timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  first_kept text := format('quote_%s', to_char(instant AT TIME ZONE 'UTC', 'YYYY_MM'));
  partition text;
  dropped integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_quote_months'));
  FOR partition IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'quote'::regclass AND c.relname COLLATE "C" < first_kept ORDER BY 1
  LOOP
    EXECUTE format('DROP TABLE %I', partition);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;
