/** Queries for what is made after data is loaded; each answers rows of one `statement`. */

/** Keys first, since foreign keys need them; those of partitions come with what they are parts of. */
export const constraints = `
  SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
    AS statement
  FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  WHERE c.relnamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'x', 'c', 'f')
    AND k.conparentid = 0 AND k.conislocal
  ORDER BY k.contype = 'f', c.relname COLLATE "C", k.contype <> 'p', k.conname COLLATE "C"`;

/** Those that no constraint has made. That of a partitioned table is written as ONLY of it, and made on all. */
export const indexes = `
  SELECT CASE c.relkind WHEN 'I' THEN regexp_replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ')
    ELSE pg_get_indexdef(c.oid) END AS statement
  FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid
  WHERE c.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid)
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
  ORDER BY c.relname COLLATE "C"`;

export const owners = `
  SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I', d.objid::regclass, d.refobjid::regclass, a.attname) AS statement
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_class c ON c.oid = d.objid AND c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
  ORDER BY c.relname COLLATE "C"`;

const ownTriggers = `
  FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND t.tgparentid = 0`;

export const triggers = `
  SELECT pg_get_triggerdef(t.oid) AS statement ${ownTriggers}
  ORDER BY c.relname COLLATE "C", t.tgname COLLATE "C"`;

export const disabledTriggers = `
  SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', t.tgrelid::regclass, t.tgname) AS statement ${ownTriggers}
    AND t.tgenabled = 'D'
  ORDER BY c.relname COLLATE "C", t.tgname COLLATE "C"`;

export const comments = `
  SELECT format('COMMENT ON %s IS %L',
    CASE d.objsubid WHEN 0 THEN format('TABLE %s', c.oid::regclass)
      ELSE format('COLUMN %s.%I', c.oid::regclass, a.attname) END, d.description) AS statement
  FROM pg_catalog.pg_description d
  JOIN pg_catalog.pg_class c ON c.oid = d.objoid AND c.relkind IN ('r', 'p')
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
  WHERE d.classoid = 'pg_class'::regclass AND c.relnamespace = 'public'::regnamespace
  ORDER BY c.relname COLLATE "C", d.objsubid`;
