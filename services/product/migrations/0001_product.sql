-- The catalogue: categories, products with their prices, and how much of each may be sold.

CREATE TABLE category (
  id          uuid PRIMARY KEY,
  name        text NOT NULL,
  sort_name   text COLLATE "C" NOT NULL,
  version     integer NOT NULL DEFAULT 1 CHECK (version > 0),
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN category.sort_name IS 'the name without accents and in lower case: the order of lists';
CREATE INDEX category_sort_name ON category (sort_name, id);

CREATE TABLE product (
  id               uuid PRIMARY KEY,
  sku              text NOT NULL,
  name             text NOT NULL,
  sort_name        text COLLATE "C" NOT NULL,
  search_text      text NOT NULL,
  category_id      uuid CONSTRAINT product_category REFERENCES category,
  unit             text NOT NULL CHECK (unit IN ('kg', 'un')),
  price_minor      bigint NOT NULL CHECK (price_minor >= 0),
  cost_minor       bigint CHECK (cost_minor >= 0),
  plu              text CHECK (plu ~ '^[1-9][0-9]{0,5}$'),
  barcode          text CHECK (barcode ~ '^([0-9]{8}|[0-9]{12,14})$'),
  shelf_life_days  integer CHECK (shelf_life_days >= 0),
  active           boolean NOT NULL,
  version          integer NOT NULL DEFAULT 1 CHECK (version > 0),
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN product.active IS 'false is archived: not sold, and its codes are free for others';
COMMENT ON COLUMN product.search_text IS 'what ?q= looks through, without accents and in lower case';
CREATE UNIQUE INDEX product_sku ON product (sku) WHERE active;
CREATE UNIQUE INDEX product_plu ON product (plu) WHERE active;
CREATE UNIQUE INDEX product_barcode ON product (barcode) WHERE active;
CREATE INDEX product_sort_name ON product (sort_name, id);
CREATE INDEX product_category_id ON product (category_id);

CREATE TABLE product_price (
  product_id   uuid NOT NULL REFERENCES product,
  version      integer NOT NULL,
  price_minor  bigint NOT NULL CHECK (price_minor >= 0),
  cost_minor   bigint CHECK (cost_minor >= 0),
  valid_from   timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_by   uuid,
  PRIMARY KEY (product_id, version)
);
COMMENT ON COLUMN product_price.version IS 'the version of the product that brought this price';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER product_price_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON product_price
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Apart from product, so that a sale neither waits for an edit nor rewrites a row with many indexes.
-- No foreign key: inventory's word counts whenever it comes.
CREATE TABLE product_availability (
  product_id       uuid PRIMARY KEY,
  available_milli  bigint NOT NULL,
  level_version    bigint NOT NULL
) WITH (fillfactor = 80);
COMMENT ON TABLE product_availability IS 'fed by stock.changed; the highest level_version wins';
