-- What the shop's own quotes are made of: the copy of the catalogue, fed by product events, and the cost of the
-- latest goods of each product, fed by inventory.

CREATE TABLE product (
  id                uuid PRIMARY KEY,
  sku               text,
  price_minor       bigint,
  cost_minor        bigint,
  version           bigint NOT NULL DEFAULT 0,
  goods_milli       bigint CHECK (goods_milli > 0),
  goods_cost_minor  bigint,
  goods_at          timestamptz,
  quoted_at         timestamptz,
  CHECK (num_nonnulls(goods_milli, goods_cost_minor, goods_at) IN (0, 3))
) WITH (fillfactor = 70);
COMMENT ON COLUMN product.sku IS 'null, with version 0, while only goods have been told of';
COMMENT ON COLUMN product.cost_minor IS 'the catalogue''s, which counts until goods have come in';
COMMENT ON COLUMN product.goods_milli IS 'how much came in last, at which cost and when';
COMMENT ON COLUMN product.quoted_at IS 'the time of its last quote: the next one is later';
