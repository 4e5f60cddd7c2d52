/** One query that names whatever a database has which a dump does not know how to write down. */

const inPublic = "= 'public'::regnamespace";

/** The server's own schemas; everything of a service is in `public`. */
const foreign = `NOT IN (
  SELECT oid FROM pg_catalog.pg_namespace
  WHERE nspname IN ('public', 'information_schema') OR nspname LIKE 'pg\\_%')`;

/** PostgreSQL 17.12 notes on every column where in its log it was made: that is the new server's to say. */
const ofServer = String.raw`'pg\_attver=%'`;

export const unknown = `
  SELECT format('schema %s', nspname) AS what FROM pg_catalog.pg_namespace WHERE oid ${foreign}
  UNION ALL
  SELECT format('extension %s', extname) FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'
  UNION ALL
  SELECT format('%s %s', CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
    WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'composite type' ELSE 'relation' END, relname)
  FROM pg_catalog.pg_class WHERE relnamespace ${inPublic} AND relkind NOT IN ('r', 'p', 'i', 'I', 'S', 't')
  UNION ALL
  SELECT format('rights on %s', relname) FROM pg_catalog.pg_class
  WHERE relnamespace ${inPublic} AND relacl IS NOT NULL
  UNION ALL
  SELECT format('row security of %s', relname) FROM pg_catalog.pg_class
  WHERE relnamespace ${inPublic} AND (relrowsecurity OR relforcerowsecurity)
  UNION ALL
  SELECT format('typed or inherited table %s', c.relname) FROM pg_catalog.pg_class c
  WHERE c.relnamespace ${inPublic} AND c.relkind = 'r' AND (c.reloftype <> 0 OR
    NOT c.relispartition AND EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid))
  UNION ALL
  SELECT format('column %s.%s', c.relname, a.attname)
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  WHERE c.relnamespace ${inPublic} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    AND (a.attgenerated NOT IN ('', 's') OR a.attacl IS NOT NULL OR a.attcompression <> ''
      OR EXISTS (SELECT FROM unnest(a.attoptions) AS option WHERE option NOT LIKE ${ofServer}))
  UNION ALL
  SELECT format('type %s', typname) FROM pg_catalog.pg_type WHERE typnamespace ${inPublic} AND typtype NOT IN ('b', 'c')
  UNION ALL
  SELECT format('aggregate or window function %s', proname) FROM pg_catalog.pg_proc
  WHERE pronamespace ${inPublic} AND prokind NOT IN ('f', 'p')
  UNION ALL
  SELECT format('operator %s', oprname) FROM pg_catalog.pg_operator WHERE oprnamespace ${inPublic}
  UNION ALL
  SELECT format('collation %s', collname) FROM pg_catalog.pg_collation WHERE collnamespace ${inPublic}
  UNION ALL
  SELECT format('text search configuration %s', cfgname) FROM pg_catalog.pg_ts_config WHERE cfgnamespace ${inPublic}
  UNION ALL
  SELECT format('statistics %s', stxname) FROM pg_catalog.pg_statistic_ext WHERE stxnamespace ${inPublic}
  UNION ALL
  SELECT format('rule %s', r.rulename) FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
  WHERE c.relnamespace ${inPublic} AND c.relkind IN ('r', 'p')
  UNION ALL
  SELECT format('constraint %s', k.conname) FROM pg_catalog.pg_constraint k
  WHERE k.connamespace ${inPublic} AND k.conrelid <> 0 AND k.contype NOT IN ('p', 'u', 'x', 'c', 'f', 'n')
  UNION ALL
  SELECT format('trigger %s', tgname) FROM pg_catalog.pg_trigger
  WHERE NOT tgisinternal AND (tgenabled NOT IN ('O', 'D') OR tgconstraint <> 0)
  UNION ALL
  SELECT format('publication %s', pubname) FROM pg_catalog.pg_publication
  UNION ALL
  SELECT format('event trigger %s', evtname) FROM pg_catalog.pg_event_trigger
  UNION ALL
  SELECT format('large object %s', oid) FROM pg_catalog.pg_largeobject_metadata
  ORDER BY 1`;
