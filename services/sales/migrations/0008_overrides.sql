-- What an admin allowed an order beyond a limit, who used it, and for what.
--
-- Expand: a new table.
CREATE TABLE override (
  id                    uuid PRIMARY KEY,
  seq                   bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  discount_up_to_minor  bigint CHECK (discount_up_to_minor > 0),
  tab_up_to_minor       bigint CHECK (tab_up_to_minor > 0),
  note                  text NOT NULL,
  allowed_by            uuid NOT NULL,
  created_at            timestamptz NOT NULL DEFAULT now(),
  expires_at            timestamptz NOT NULL,
  used_at               timestamptz,
  used_by               uuid,
  order_id              uuid,
  CHECK (discount_up_to_minor IS NOT NULL OR tab_up_to_minor IS NOT NULL),
  CHECK ((used_at IS NULL) = (order_id IS NULL) AND (used_at IS NULL) = (used_by IS NULL))
);
CREATE INDEX override_order ON override (order_id) WHERE order_id IS NOT NULL;
