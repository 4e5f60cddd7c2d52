-- Who looks after a feed or a rule beside people: `kubernetes:shop/AlertRule/usd-jump`; null for people.
ALTER TABLE feed ADD COLUMN managed_by text;
ALTER TABLE rule ADD COLUMN managed_by text;
