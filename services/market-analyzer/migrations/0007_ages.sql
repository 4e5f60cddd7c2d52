-- What is looked for when old alerts are forgotten.
CREATE INDEX alert_resolved ON alert (resolved_at) WHERE resolved_at IS NOT NULL;
