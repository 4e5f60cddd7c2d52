#!/bin/bash
# One role and one database for each service, named like it; run again it repairs what differs, passwords too.
# Reads a folder (ROLES) with a file per role that holds its password, and the administrator from PGUSER and
# PGPASSWORD: one with CREATEDB and CREATEROLE, who may say nothing of SUPERUSER, not even its absence.
set -euo pipefail

# A server that was never there is waited for: this may start first. The reason is told, for it may be another one.
until reason=$(psql --no-psqlrc --quiet --dbname postgres --command 'SELECT' 2>&1); do
  echo "the server cannot be used yet: $reason"
  sleep 2
done

for file in "${ROLES:-/roles}"/*; do
  role=$(basename "$file")
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set role="$role" --set password="$(cat "$file")" \
    --dbname postgres <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', :'role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" WITH LOGIN NOCREATEDB NOCREATEROLE PASSWORD :'password';
-- Who is no superuser may give a database away only to a role that it belongs to.
SELECT format('GRANT %I TO CURRENT_USER', :'role')
WHERE NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'role', :'role')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'role') \gexec
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
SQL
  echo "role and database $role are there"
done

# Where the server is the shop's own, its roles have no business in the server's databases either.
if [ "${OWNS_SERVER:-}" = true ]; then
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname postgres \
    --command 'REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC'
fi
