-- What stays of quotes when their month is dropped: each hour of a symbol, from which hours and days are read on.

-- Where the part of an hour begins in which an instant is: the hour itself, but for an hour in which a day of the shop
-- begins (in zones that are not whole hours from UTC), which has two. So each part is of one hour and of one day.
CREATE FUNCTION quote_hour_of(instant timestamptz, time_zone text) RETURNS timestamptz LANGUAGE sql STABLE
  RETURN greatest(date_bin('1 hour', instant, timestamptz '2000-01-01 00:00:00Z'),
    date_trunc('day', instant, time_zone));

CREATE TABLE quote_hour (
  symbol       text COLLATE "C" NOT NULL,
  at           timestamptz NOT NULL,
  open         numeric(28, 12) NOT NULL,
  high         numeric(28, 12) NOT NULL,
  low          numeric(28, 12) NOT NULL,
  close        numeric(28, 12) NOT NULL,
  quote_count  integer NOT NULL CHECK (quote_count > 0),
  PRIMARY KEY (symbol, at)
);
COMMENT ON TABLE quote_hour IS 'The hours of months whose quotes are gone. The first roll-up of an hour stays: what comes later for it changes nothing.';
COMMENT ON COLUMN quote_hour.at IS 'where it begins, as quote_hour_of says';

-- As in 0001_quotes.sql, and no month is dropped any more between this call and the end of its transaction. The months
-- are looked up in the catalogue, of which a name's resolution may know an older state after a wait.
CREATE OR REPLACE FUNCTION ensure_quote_months(instants timestamptz[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  month timestamp;
  partition text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('drop_quote_month'));
  FOR month IN SELECT DISTINCT date_trunc('month', i AT TIME ZONE 'UTC') FROM unnest(instants) AS i ORDER BY 1 LOOP
    partition := format('quote_%s', to_char(month, 'YYYY_MM'));
    CONTINUE WHEN EXISTS (
      SELECT FROM pg_class WHERE relname = partition AND relnamespace = current_schema()::regnamespace);
    PERFORM pg_advisory_xact_lock(hashtext('ensure_quote_months'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF quote FOR VALUES FROM (%L) TO (%L)', partition,
      month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
  END LOOP;
END $$;

-- Rolls the oldest month before that of an instant up to hours and drops it; answers whether there is perhaps another
-- one. Rolling up takes no lock that anybody waits for. What comes in meanwhile has an id from `horizon` on (see
-- 0006_arrivals.sql), and is rolled up when nobody stores any more, right before the drop: whichever hour is not there
-- by then has no other quotes. Until the commit it is then that everybody waits who reads or stores quotes.
CREATE FUNCTION close_quote_month(instant timestamptz, time_zone text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  first_kept text := format('quote_%s', to_char(instant AT TIME ZONE 'UTC', 'YYYY_MM'));
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  partition text;
  roll_up text;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('close_quote_month')) THEN
    RETURN false;
  END IF;
  SELECT min(c.relname COLLATE "C") INTO partition FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'quote'::regclass AND c.relname COLLATE "C" < first_kept;
  IF partition IS NULL THEN
    RETURN false;
  END IF;
  roll_up := format('INSERT INTO quote_hour (symbol, at, open, high, low, close, quote_count)
    SELECT symbol, quote_hour_of(at, $1), (array_agg(price ORDER BY at, source))[1], max(price), min(price),
      (array_agg(price ORDER BY at DESC, source DESC))[1], count(*)
    FROM %I WHERE xid >= $2 GROUP BY 1, 2 ON CONFLICT DO NOTHING', partition);
  EXECUTE roll_up USING time_zone, '0'::xid8;
  PERFORM pg_advisory_xact_lock(hashtext('drop_quote_month'));
  PERFORM pg_advisory_xact_lock(hashtext('ensure_quote_months'));
  LOCK TABLE ONLY quote IN ACCESS EXCLUSIVE MODE;
  EXECUTE roll_up USING time_zone, horizon;
  EXECUTE format('DROP TABLE %I', partition);
  RETURN true;
END $$;

-- Of replicas that are older than this, which would drop what nobody has rolled up. A later release may drop it.
CREATE OR REPLACE FUNCTION drop_quotes_before(instant timestamptz) RETURNS integer LANGUAGE sql RETURN 0;
