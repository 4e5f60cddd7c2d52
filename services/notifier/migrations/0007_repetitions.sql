-- Alerts on prices that a route has told the beginning of and not the end, to tell of them again while they go on.
CREATE TABLE firing_alert (
  route_id         uuid NOT NULL REFERENCES route ON DELETE CASCADE,
  thread           text NOT NULL,
  notification_id  uuid NOT NULL REFERENCES notification ON DELETE CASCADE,
  told_at          timestamptz NOT NULL,
  PRIMARY KEY (route_id, thread)
);
COMMENT ON TABLE firing_alert IS 'of every route, so that one that is changed to repeat repeats what goes on already';
COMMENT ON COLUMN firing_alert.notification_id IS 'its beginning';
COMMENT ON COLUMN firing_alert.told_at IS 'on the shop''s clock; of the beginning, then of the last time that it was to be told again';
CREATE INDEX firing_alert_thread ON firing_alert (thread);
CREATE INDEX firing_alert_notification ON firing_alert (notification_id);

ALTER TABLE route ADD COLUMN repeat_seconds integer CHECK (repeat_seconds > 0);
COMMENT ON COLUMN route.repeat_seconds IS 'null: never';
ALTER TABLE delivery ADD COLUMN repeated_ids uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN delivery.repeated_ids IS 'which of the notifications are told again';
ALTER TABLE notification ADD COLUMN started_at timestamptz;
COMMENT ON COLUMN notification.started_at IS 'of an alert: when it began, which may be long before it was told';
-- An older version does not say in firing_alert that an alert has ended; the inbox does.
CREATE INDEX notification_market_end ON notification (subject) WHERE event = 'market.alert.resolved';
