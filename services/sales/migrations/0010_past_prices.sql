-- What products and promotions were, and since when: a sale that has happened is priced by what held then.
--
-- Expand: new tables, and triggers that fill them for the version before, which keeps only the newest state of each.
-- Its states begin when they arrive; what this version hears it has entered, with their own time, before the trigger.
-- A later release, beside which no older one runs, may drop the triggers.
CREATE TABLE product_version (
  product_id   uuid NOT NULL,
  version      integer NOT NULL,
  price_minor  bigint NOT NULL,
  category_id  uuid,
  since        timestamptz,
  PRIMARY KEY (product_id, version)
);
COMMENT ON TABLE product_version IS 'each holds until the next version begins';
COMMENT ON COLUMN product_version.since IS 'null: from before this was kept';

CREATE TABLE promotion_version (
  promotion_id  uuid NOT NULL,
  version       integer NOT NULL,
  rule          jsonb NOT NULL,
  since         timestamptz,
  PRIMARY KEY (promotion_id, version)
);
COMMENT ON TABLE promotion_version IS 'each holds until the next version begins';
COMMENT ON COLUMN promotion_version.since IS 'null: from before this was kept';

CREATE FUNCTION keep_product_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO product_version VALUES (NEW.id, NEW.version, NEW.price_minor, NEW.category_id, now())
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER product_keep_version AFTER INSERT OR UPDATE ON product
  FOR EACH ROW EXECUTE FUNCTION keep_product_version();

CREATE FUNCTION keep_promotion_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO promotion_version VALUES (NEW.id, NEW.version, NEW.rule, now()) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER promotion_keep_version AFTER INSERT OR UPDATE ON promotion
  FOR EACH ROW EXECUTE FUNCTION keep_promotion_version();

-- After the triggers, which let nobody write in between.
INSERT INTO product_version (product_id, version, price_minor, category_id)
  SELECT id, version, price_minor, category_id FROM product;
INSERT INTO promotion_version (promotion_id, version, rule)
  SELECT id, version, rule FROM promotion;
