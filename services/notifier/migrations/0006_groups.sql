-- What of a route is one message with what else; an older version goes on with one group for all.
ALTER TABLE route ADD COLUMN group_by text[] NOT NULL DEFAULT '{}';
ALTER TABLE delivery ADD COLUMN group_key text NOT NULL DEFAULT '';
ALTER TABLE notification ADD COLUMN rule text, ADD COLUMN symbol text;
COMMENT ON COLUMN route.group_by IS 'what tells its groups apart; empty: all is one';
COMMENT ON COLUMN delivery.group_key IS 'its group within the route: what is of another one does not join it';
COMMENT ON COLUMN notification.rule IS 'of an alert: the id of the rule on prices, or the name of the alert';
COMMENT ON COLUMN notification.symbol IS 'of an alert on prices: what is quoted';
