-- Budgets of failed logins, where users log in from, and hashes that are made anew.

CREATE TABLE login_budget (
  key      bytea PRIMARY KEY CHECK (octet_length(key) = 32),
  allowed  integer NOT NULL CHECK (allowed > 0),
  failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
  pending  integer NOT NULL DEFAULT 0 CHECK (pending >= 0),
  ends_at  timestamptz NOT NULL
) WITH (fillfactor = 70);
COMMENT ON TABLE login_budget IS 'One for all replicas, and in step with the audit trail: a failure and its event are one transaction';
COMMENT ON COLUMN login_budget.key IS 'SHA-256 of whose budget it is: what was typed as an e-mail is not kept';
COMMENT ON COLUMN login_budget.pending IS 'attempts that are being checked; each holds its place, so that a burst has no more tries than were allowed';
COMMENT ON COLUMN login_budget.ends_at IS 'when the window ends and all is forgotten';
CREATE INDEX login_budget_ends_at ON login_budget (ends_at);

-- Where somebody has logged in before, what strangers do elsewhere takes nothing from the budget.
CREATE TABLE known_network (
  user_id      uuid NOT NULL REFERENCES users,
  client       text NOT NULL,
  last_used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, client)
);
CREATE TABLE known_device (
  hash         bytea NOT NULL CHECK (octet_length(hash) = 32),
  user_id      uuid NOT NULL REFERENCES users,
  last_used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (hash, user_id)
);
COMMENT ON COLUMN known_device.hash IS 'SHA-256 of the device token that a login was answered with';

ALTER TABLE users ADD COLUMN rehashed_from bytea CHECK (octet_length(rehashed_from) = 32);
COMMENT ON COLUMN users.rehashed_from IS 'SHA-256 of the stored hash before the same password was hashed anew: a login that read that one is still right';
