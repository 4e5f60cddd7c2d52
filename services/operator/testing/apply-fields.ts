/** Server-side apply as far as the tests need it: who owns which field, who takes it over, what goes away. */
import { isDeepStrictEqual } from 'node:util';
import { Refusal } from './refusal.ts';

/** By manager, the paths of the fields that it owns, as JSON. */
export type Owners = Map<string, Set<string>>;

type Tree = Record<string, unknown>;

export interface Application {
  /** What is stored; it is changed. */
  target: Tree;
  wanted: Tree;
  owners: Owners;
  manager: string;
  isForced: boolean;
}

/** Lists are one field each, but for sets such as finalizers, of which each member is. */
export function applyFields({ target, wanted, owners, manager, isForced }: Application): void {
  const leaves = [...leavesOf(wanted, [])];
  const paths = new Set(leaves.map(([path]) => JSON.stringify(path)));
  for (const [path, value] of leaves) {
    const key = JSON.stringify(path);
    if (isDeepStrictEqual(at(target, path), value)) continue;
    const others = [...owners].filter(([name, own]) => name !== manager && own.has(key));
    if (others.length > 0 && !isForced)
      throw new Refusal({
        status: 409,
        reason: 'Conflict',
        message: `${key} is ${others[0]?.[0]}'s`,
      });
    for (const [, own] of others) own.delete(key);
    put(target, path, value);
  }
  for (const key of owners.get(manager) ?? []) {
    const isOthers = [...owners].some(([name, own]) => name !== manager && own.has(key));
    if (!paths.has(key) && !isOthers) remove(target, JSON.parse(key));
  }
  owners.set(manager, paths);
}

const setMember = '[]';

function* leavesOf(tree: Tree, path: string[]): Generator<[path: string[], value: unknown]> {
  for (const [name, value] of Object.entries(tree)) {
    const here = [...path, name];
    if (name === 'finalizers' && Array.isArray(value))
      for (const member of value) yield [[...here, setMember, String(member)], member];
    else if (isTree(value) && Object.keys(value).length > 0) yield* leavesOf(value, here);
    else yield [here, value];
  }
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function at(tree: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined) return tree;
  if (name === setMember)
    return Array.isArray(tree) && tree.includes(rest[0]) ? rest[0] : undefined;
  return isTree(tree) ? at(tree[name], rest) : undefined;
}

function put(tree: Tree, [name = '', ...rest]: string[], value: unknown): void {
  const next = tree[name];
  if (rest.length === 0) tree[name] = value;
  else if (rest[0] === setMember) tree[name] = [...(Array.isArray(next) ? next : []), value];
  else {
    const inner = isTree(next) ? next : {};
    tree[name] = inner;
    put(inner, rest, value);
  }
}

function remove(tree: Tree, [name = '', ...rest]: string[]): void {
  const next = tree[name];
  if (rest.length === 0) delete tree[name];
  else if (rest[0] === setMember && Array.isArray(next))
    tree[name] = next.filter((member) => member !== rest[1]);
  else if (isTree(next)) remove(next, rest);
}
