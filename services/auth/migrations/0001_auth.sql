-- Users, their sessions, and the keys that sign access tokens.

CREATE TABLE users (
  id             uuid PRIMARY KEY,
  email          text NOT NULL CONSTRAINT users_email UNIQUE,
  name           text NOT NULL,
  role           text NOT NULL CHECK (role IN ('admin', 'seller', 'stockist')),
  is_active      boolean NOT NULL DEFAULT true,
  password_hash  text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
  version        integer NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE users IS 'Never deleted: orders and entries of others name them. DELETE disables.';

CREATE TABLE session (
  id                  uuid PRIMARY KEY,
  user_id             uuid NOT NULL REFERENCES users,
  created_at          timestamptz NOT NULL DEFAULT now(),
  access_expires_at   timestamptz NOT NULL,
  refresh_expires_at  timestamptz NOT NULL,
  ended_at            timestamptz,
  end_reason          text CHECK (end_reason IN ('logout', 'reuse', 'password', 'role', 'disabled')),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
COMMENT ON TABLE session IS 'One login and all refresh tokens that descend from it: the family.';
COMMENT ON COLUMN session.access_expires_at IS 'of its newest access token: until then an ended session is on the revocation list';
CREATE INDEX session_revoked ON session (access_expires_at) WHERE ended_at IS NOT NULL;
CREATE INDEX session_alive ON session (user_id) WHERE ended_at IS NULL;

CREATE TABLE refresh_token (
  hash        bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
  session_id  uuid NOT NULL REFERENCES session ON DELETE CASCADE,
  expires_at  timestamptz NOT NULL,
  used_at     timestamptz
);
COMMENT ON COLUMN refresh_token.hash IS 'SHA-256 of the token; a used one stays until it expires, so that its reuse is seen';
CREATE INDEX refresh_token_session ON refresh_token (session_id);
CREATE INDEX refresh_token_expires_at ON refresh_token (expires_at);

CREATE TABLE signing_key (
  kid            text PRIMARY KEY,
  private_pkcs8  text NOT NULL,
  public_jwk     jsonb NOT NULL,
  created_at     timestamptz NOT NULL,
  active_from    timestamptz NOT NULL,
  expires_at     timestamptz
);
COMMENT ON COLUMN signing_key.active_from IS 'when it signs; it is in the JWKS some seconds earlier, so that verifiers know it by then';
COMMENT ON COLUMN signing_key.expires_at IS 'when the last token that it signed is dead; null while no other key has followed it';
