-- Breakdowns of carcasses into cuts, and their templates.

CREATE TABLE breakdown_template (
  id                         uuid PRIMARY KEY,
  name                       text NOT NULL,
  input_product_id           uuid NOT NULL REFERENCES product,
  cost_key                   text NOT NULL CHECK (cost_key IN ('weight', 'weight_price')),
  expected_loss_basis_points integer NOT NULL CHECK (expected_loss_basis_points BETWEEN 0 AND 10000),
  is_active                  boolean NOT NULL,
  version                    bigint NOT NULL DEFAULT 1,
  created_at                 timestamptz NOT NULL DEFAULT now(),
  updated_at                 timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX breakdown_template_name ON breakdown_template (name, id);

CREATE TABLE breakdown_template_output (
  template_id           uuid NOT NULL REFERENCES breakdown_template ON DELETE CASCADE,
  position              integer NOT NULL,
  product_id            uuid NOT NULL REFERENCES product,
  expected_basis_points integer NOT NULL CHECK (expected_basis_points BETWEEN 1 AND 10000),
  PRIMARY KEY (template_id, position)
);

CREATE TABLE breakdown (
  seq                        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id                         uuid NOT NULL CONSTRAINT breakdown_id UNIQUE,
  template_id                uuid CONSTRAINT breakdown_of_template REFERENCES breakdown_template,
  input_product_id           uuid NOT NULL,
  input_lot_id               uuid NOT NULL,
  supplier_id                uuid,
  quantity_milli             bigint NOT NULL CHECK (quantity_milli > 0),
  cost_minor                 bigint NOT NULL CHECK (cost_minor >= 0),
  cost_key                   text NOT NULL CHECK (cost_key IN ('weight', 'weight_price')),
  loss_milli                 bigint NOT NULL CHECK (loss_milli >= 0),
  expected_loss_basis_points integer,
  note                       text,
  created_by                 uuid NOT NULL,
  occurred_at                timestamptz NOT NULL,
  business_date              date NOT NULL,
  reversal_id                uuid,
  reversed_by                uuid,
  reversed_at                timestamptz,
  CONSTRAINT reversed_whole CHECK ((reversal_id IS NULL) = (reversed_at IS NULL))
);
COMMENT ON COLUMN breakdown.reversal_id IS 'the source of the movements that undid it';
CREATE INDEX breakdown_business_date ON breakdown (business_date);
CREATE INDEX breakdown_input_lot ON breakdown (input_lot_id);

CREATE TABLE breakdown_output (
  breakdown_id          uuid NOT NULL,
  position              integer NOT NULL,
  product_id            uuid NOT NULL,
  lot_id                uuid,
  quantity_milli        bigint NOT NULL CHECK (quantity_milli >= 0),
  weight_milli          bigint NOT NULL CHECK (weight_milli >= 0),
  cost_minor            bigint NOT NULL CHECK (cost_minor >= 0),
  sale_price_minor      bigint,
  expires_on            date,
  expected_basis_points integer,
  PRIMARY KEY (breakdown_id, position)
);
COMMENT ON TABLE breakdown_output IS 'the cuts; and what the template expected and did not come out, with nothing and no lot';
