-- Which transaction changed a product last: what an index in memory has to read again before it answers.
--
-- Expand: a column that may be empty (those rows were there before any index was made) and a trigger that fills it
-- for the version before, too. Adding it rewrites no row.
ALTER TABLE product ADD COLUMN changed_in xid8;
COMMENT ON COLUMN product.changed_in IS 'set by a trigger; a time would not do, since transactions do not end in the order in which they begin';
CREATE INDEX product_changed_in ON product (changed_in);

CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_in := pg_current_xact_id();
  RETURN NEW;
END $$;
CREATE TRIGGER product_note_change BEFORE INSERT OR UPDATE ON product
  FOR EACH ROW EXECUTE FUNCTION note_change();
