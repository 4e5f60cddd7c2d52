-- A browser's tabs share one refresh token, so that two may use it at the same moment: both get the same successor.

ALTER TABLE refresh_token ADD COLUMN successor_key bytea CHECK (octet_length(successor_key) = 32);
COMMENT ON COLUMN refresh_token.successor_key IS
  'the token that follows is the HMAC of this one under this key, which says nothing to whoever has not the token; null where it is random';
