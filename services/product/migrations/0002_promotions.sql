-- Promotions: what is cheaper, for which product or category, on which days and at which times.
--
-- Expand: a new table, which the version before does not know of.

CREATE TABLE promotion (
  id                    uuid PRIMARY KEY,
  name                  text NOT NULL,
  product_id            uuid CONSTRAINT promotion_product REFERENCES product,
  category_id           uuid CONSTRAINT promotion_category REFERENCES category,
  kind                  text NOT NULL CHECK (kind IN ('percent', 'price')),
  percent_basis_points  integer CHECK (percent_basis_points BETWEEN 1 AND 10000),
  price_minor           bigint CHECK (price_minor >= 0),
  weekdays              integer[] NOT NULL,
  starts_on             date,
  ends_on               date CHECK (ends_on >= starts_on),
  from_time             text COLLATE "C" CHECK (from_time ~ '^[0-2][0-9]:[0-5][0-9]$'),
  to_time               text COLLATE "C" CHECK (to_time ~ '^[0-2][0-9]:[0-5][0-9]$' AND to_time > from_time),
  active                boolean NOT NULL,
  version               integer NOT NULL DEFAULT 1 CHECK (version > 0),
  created_at            timestamptz NOT NULL DEFAULT now(),
  updated_at            timestamptz NOT NULL DEFAULT now(),
  CHECK ((kind = 'percent') = (percent_basis_points IS NOT NULL)),
  CHECK ((kind = 'price') = (price_minor IS NOT NULL)),
  CHECK (num_nonnulls(product_id, category_id) = 1 OR NOT active)
);
COMMENT ON COLUMN promotion.weekdays IS '1 is Monday, 7 is Sunday';
COMMENT ON COLUMN promotion.active IS 'false is ended: kept, because orders name it';
CREATE INDEX promotion_product_id ON promotion (product_id) WHERE active;
CREATE INDEX promotion_category_id ON promotion (category_id);
