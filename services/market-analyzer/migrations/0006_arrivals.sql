-- In which order quotes are judged, without waiting for transactions that store none.
--
-- `quote.xid` was the storing transaction's own id, and so the evaluator could only read on up to the oldest transaction
-- of the whole server, whatever that did. Now it is an id that had been given by the time the quotes were stored, and
-- whoever stores says so by an advisory lock from before that until its end: no later quote takes a place before what
-- has been judged, and only storing transactions are waited for. It is never less than the own id, so that an
-- evaluator of an older version, which still waits for all, goes on at any time.

-- The first 16 bits tell these locks from others; the rest is an id at or before those of the holder's quotes.
CREATE FUNCTION quote_arrival_key(id xid8) RETURNS bigint LANGUAGE sql STRICT
  RETURN (19793::bigint << 48) | id::text::bigint;

-- The lowest id at which a transaction that is under way may store or have stored quotes; null when there is none.
CREATE FUNCTION oldest_quote_arrival() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT min((classid::bigint & 65535) << 32 | objid::bigint) FROM pg_locks
  WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = 19793
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
$$;

-- The lock comes first and the id after it: who saw no lock reads only quotes whose ids were given before it looked.
-- Shared, since two may hold the same one; nobody takes it otherwise, so nobody waits. Each statement sees anew which
-- transactions have ended, because the function is volatile.
CREATE FUNCTION announce_quotes() RETURNS trigger LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  own xid8 := pg_current_xact_id();
  latest xid8;
BEGIN
  IF coalesce(current_setting('balcao.quote_arrival', true), '') <> '' THEN
    RETURN NULL;
  END IF;
  latest := (pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)::text::xid8;
  PERFORM pg_advisory_xact_lock_shared(quote_arrival_key(greatest(own, latest)));
  latest := (pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)::text::xid8;
  PERFORM set_config('balcao.quote_arrival', greatest(own, latest)::text, true);
  RETURN NULL;
END $$;

CREATE TRIGGER announce BEFORE INSERT ON quote FOR EACH STATEMENT EXECUTE FUNCTION announce_quotes();
ALTER TABLE quote ALTER COLUMN xid SET DEFAULT current_setting('balcao.quote_arrival')::xid8;
COMMENT ON COLUMN quote.xid IS 'its place among the arrivals, with seq: when it was stored, as the id of a transaction of then';

-- Nothing reads it since 0003.
DROP INDEX quote_seq;
