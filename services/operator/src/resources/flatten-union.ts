/** A union of objects as one object with rules in CEL: structural schemas know no alternatives. */
import type { CelRule } from './resource.ts';
import type { Structural } from './structural-schema.ts';

interface Variant {
  /** The value of the discriminator. */
  tag: string;
  properties: Record<string, Structural>;
  required: readonly string[];
}

/** Variants differ by the one property that has a single allowed value in each. Throws where there is none. */
export function flattenUnion(variants: readonly Structural[]): Structural {
  const discriminator = discriminatorOf(variants);
  const tagged = variants.map(({ properties = {}, required = [] }) => ({
    tag: properties[discriminator]?.enum?.[0] ?? '',
    properties,
    required: required.filter((each) => each !== discriminator),
  }));
  const names = new Set(tagged.flatMap(({ properties }) => Object.keys(properties)));
  names.delete(discriminator);
  const properties: Record<string, Structural> = {
    [discriminator]: { type: 'string', enum: tagged.map(({ tag }) => tag) },
  };
  for (const name of names) properties[name] = merged(name, tagged);
  const rules = [
    ...tagged.flatMap((variant) => needed(discriminator, variant)),
    ...[...names].flatMap((name) => foreign(discriminator, { name, variants: tagged })),
    ...[...names].flatMap((name) => values(discriminator, { name, variants: tagged })),
  ];
  return {
    type: 'object',
    properties,
    required: [discriminator],
    'x-kubernetes-validations': rules,
  };
}

function discriminatorOf(variants: readonly Structural[]): string {
  const [first] = variants;
  const found = Object.keys(first?.properties ?? {}).find((name) =>
    variants.every(({ properties }) => properties?.[name]?.enum?.length === 1),
  );
  if (found === undefined) throw new Error('the variants of a union have no discriminator');
  return found;
}

/** Of values that differ, any is allowed here and the right ones by a rule; a preset would be one of every variant. */
function merged(name: string, variants: readonly Variant[]): Structural {
  const own = variants.flatMap(({ properties }) => properties[name] ?? []);
  const [first] = own;
  if (first === undefined) throw new Error(`no variant has ${name}`);
  const { default: _preset, ...schema } = first;
  const all = own.flatMap((each) => each.enum ?? []);
  return all.length === 0 ? schema : { ...schema, enum: [...new Set(all)] };
}

function needed(discriminator: string, { tag, required }: Variant): CelRule[] {
  if (required.length === 0) return [];
  const all = required.map((name) => `has(self.${name})`).join(' && ');
  return [
    {
      rule: `self.${discriminator} != '${tag}' || (${all})`,
      message: `${discriminator} ${tag} needs ${listed(required, 'and')}`,
    },
  ];
}

interface Property {
  name: string;
  variants: readonly Variant[];
}

function foreign(discriminator: string, { name, variants }: Property): CelRule[] {
  const owners = variants.filter(({ properties }) => properties[name] !== undefined);
  if (owners.length === variants.length) return [];
  const tags = owners.map(({ tag }) => tag);
  return [
    {
      rule: `!has(self.${name}) || self.${discriminator} in ${celList(tags)}`,
      message: `${name} is only for ${discriminator} ${listed(tags, 'or')}: leave it out`,
      fieldPath: `.${name}`,
    },
  ];
}

function values(discriminator: string, { name, variants }: Property): CelRule[] {
  const lists = new Map<string, { allowed: string[]; tags: string[] }>();
  for (const { tag, properties } of variants) {
    const allowed = properties[name]?.enum;
    if (allowed === undefined) continue;
    const entry = lists.get(allowed.join()) ?? { allowed, tags: [] };
    entry.tags.push(tag);
    lists.set(allowed.join(), entry);
  }
  if (lists.size < 2) return [];
  return [...lists.values()].map(({ allowed, tags }) => ({
    rule: `!has(self.${name}) || !(self.${discriminator} in ${celList(tags)}) || self.${name} in ${celList(allowed)}`,
    message: `${name} of ${discriminator} ${listed(tags, 'or')} is ${listed(allowed, 'or')}`,
    fieldPath: `.${name}`,
  }));
}

function celList(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text}'`).join(', ')}]`;
}

function listed(texts: readonly string[], word: string): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} ${word} ${last}`;
}
