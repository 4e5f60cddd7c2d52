-- What products earned and cost per day: projections of what sales and stock tell, for the margin by product.
--
-- A table for each side, so that those who post sales and those who post stock never wait for one another.

CREATE TABLE product_revenue_day (
  date            date NOT NULL,
  product_id      uuid NOT NULL,
  quantity_milli  bigint NOT NULL,
  revenue_minor   bigint NOT NULL,
  PRIMARY KEY (date, product_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE product_revenue_day IS
  'Of sales less refunds, discounts shared out; changed with the journal. Days before this table are not in it.';

CREATE TABLE product_cost_day (
  date        date NOT NULL,
  product_id  uuid NOT NULL,
  cost_minor  bigint NOT NULL,
  PRIMARY KEY (date, product_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE product_cost_day IS 'What was posted to cost_of_goods, by product; changed with the journal.';

CREATE TABLE sold_product (
  product_id  uuid PRIMARY KEY,
  name        text NOT NULL,
  unit        text NOT NULL
);
COMMENT ON TABLE sold_product IS 'Products as the last sale named them.';
