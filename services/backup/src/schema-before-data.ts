/** Queries for what has to exist before data is loaded; each answers rows of one `statement`. */

const options = (
  s: string,
) => `format('INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s',
  ${s}.seqincrement, ${s}.seqmin, ${s}.seqmax, ${s}.seqstart, ${s}.seqcache,
  CASE WHEN ${s}.seqcycle THEN ' CYCLE' ELSE '' END)`;

/** All but those of identity columns, which come with their column. */
export const sequences = `
  SELECT format('CREATE SEQUENCE public.%I AS %s %s', c.relname, format_type(s.seqtypid, NULL), ${options('s')})
    AS statement
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
  WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
  ORDER BY c.relname COLLATE "C"`;

export const functions = `
  SELECT pg_get_functiondef(p.oid) AS statement FROM pg_catalog.pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace ORDER BY p.proname COLLATE "C", p.oid::regprocedure::text`;

/** An identity column's sequence keeps its name, which its table may have been renamed away from. */
const identity = `(
  SELECT format(' GENERATED %s AS IDENTITY (SEQUENCE NAME %s %s)',
    CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, s.seqrelid::regclass, ${options('s')})
  FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.objid
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
    AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i')`;

const columns = `(
  SELECT string_agg(format('%I %s%s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attstorage <> t.typstorage THEN ' STORAGE ' || CASE a.attstorage
      WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END ELSE '' END,
    CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END,
    CASE
      WHEN a.attidentity <> '' THEN ${identity}
      WHEN a.attgenerated = 's' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(e.adbin, e.adrelid))
      WHEN e.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(e.adbin, e.adrelid)
      ELSE '' END,
    CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END), ', ' ORDER BY a.attnum)
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

/** Without keys and checks. Partitions come after what they are parts of. */
export const tables = `
  SELECT format('CREATE %sTABLE public.%I %s%s%s',
    CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END, c.relname,
    CASE WHEN c.relispartition
      THEN format('PARTITION OF %s %s', i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid))
      ELSE format('(%s)', coalesce(${columns}, '')) END,
    CASE WHEN c.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END,
    CASE WHEN c.reloptions IS NULL THEN '' ELSE format(' WITH (%s)', array_to_string(c.reloptions, ', ')) END)
    AS statement
  FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  ORDER BY c.relispartition, c.relkind = 'r', c.relname COLLATE "C"`;
