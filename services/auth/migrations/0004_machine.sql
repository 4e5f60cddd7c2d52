-- Machine accounts: users of a role of their own, who prove themselves by secrets and never by a password.

ALTER TABLE users
  DROP CONSTRAINT users_role_check,
  ADD CONSTRAINT users_role_check CHECK (role IN ('admin', 'seller', 'stockist', 'machine'));
COMMENT ON COLUMN users.password_hash IS 'of a machine: one that no password has';

CREATE TABLE machine_secret (
  id           uuid PRIMARY KEY,
  user_id      uuid NOT NULL REFERENCES users,
  hash         bytea NOT NULL CONSTRAINT machine_secret_hash UNIQUE CHECK (octet_length(hash) = 32),
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at   timestamptz
);
COMMENT ON COLUMN machine_secret.hash IS 'SHA-256 of the secret, which is 256 random bits';
CREATE INDEX machine_secret_in_use ON machine_secret (user_id) WHERE revoked_at IS NULL;

ALTER TABLE session
  ADD COLUMN machine_secret_id uuid REFERENCES machine_secret,
  DROP CONSTRAINT session_end_reason_check,
  ADD CONSTRAINT session_end_reason_check CHECK (
    end_reason IN ('logout', 'reuse', 'password', 'role', 'disabled', 'revoked', 'secret'));
COMMENT ON COLUMN session.machine_secret_id IS 'what opened it; null for people';
