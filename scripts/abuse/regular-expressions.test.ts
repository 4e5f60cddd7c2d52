/**
 * Protects: no text makes a regular expression of ours work for minutes (ReDoS). Every one in the services' code is judged
 * by what it is, so that a new one is too; those that are made at run time are named. One whose work grows faster than its text has to be named here, with
 * what keeps the text short.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { parseSync, Visitor, type VisitorObject } from 'oxc-parser';
import { check } from 'recheck';

const services = new URL('../../services/', import.meta.url);
const isNoSource = (path: string) =>
  /(^|\/)(node_modules|dist|generated|test|testing|e2e|build)(\/|$)|\.test\.tsx?$/.test(path);

const bounded: Record<string, string> = {
  '/0+$/': 'two digits of a percentage',
  '/\\B(?=(\\d{3})+$)/g': 'the digits of a price that the shop has answered',
  '/^\\s*(\\d{1,3})(?:[.,](\\d{1,2}))?\\s*%?\\s*$/':
    'what somebody types into a field of their own browser',
  '/-+$/': '40 characters of a name',
  '/\\/+$/': "the operator's own setting",
  '/=+$/': 'a hash that we have written',
  '/[^\\p{L}]*$/u': 'a password, at most 200 characters',
  '/^one of (.+), or patterns such as (.+)$/': "a contract's own message",
  '/^["\'`]|["\'`.]+$/g': 'one line that a language model has answered',
};

describe('the regular expressions of the services', function () {
  this.timeout(300_000);

  it('take time that grows as the text does, or are named with what keeps the text short', async () => {
    const found = allExpressions();
    assert.ok(found.size > 200, `${found.size} were found`);
    const slow: string[] = [];
    for (const [written, { pattern, flags, file }] of found) {
      const judged = await check(pattern, flags, { timeout: 20_000 });
      if (judged.status === 'safe' || written in bounded) continue;
      const growth = 'complexity' in judged ? judged.complexity?.summary : undefined;
      slow.push(`${file}: ${written} is ${growth ?? judged.status}`);
    }
    assert.deepEqual(slow, []);
    const gone = Object.keys(bounded).filter((written) => !found.has(written));
    assert.deepEqual(gone, [], 'what is named here is there no more');
  });

  it('are made at run time of nothing that anybody sends', () => {
    assert.deepEqual([...allMade()].sort(), made);
  });
});

/** Files that make one: of the name of an element, of a route's path, of the fields of a schedule, of the mark between thousands. */
const made = [
  'backup/src/xml-texts.ts',
  'kit/http/answer-error.ts',
  'market-analyzer/src/decimal-text.ts',
  'operator/src/resources/cron-text.ts',
];

interface Expression {
  pattern: string;
  flags: string;
  /** One that has it. */
  file: string;
}

/** Each as it is written, once. */
function allExpressions(): Map<string, Expression> {
  const found = new Map<string, Expression>();
  visitSources((file) => ({
    Literal(node) {
      if (!('regex' in node)) return;
      const { pattern, flags } = node.regex;
      found.set(`/${pattern}/${flags}`, { pattern, flags, file });
    },
  }));
  return found;
}

/** The files in which some are made. */
function allMade(): Set<string> {
  const found = new Set<string>();
  visitSources((file) => ({
    NewExpression({ callee }) {
      if (callee.type === 'Identifier' && callee.name === 'RegExp') found.add(file);
    },
  }));
  return found;
}

function visitSources(visitorOf: (file: string) => VisitorObject): void {
  for (const file of globSync('**/*.{ts,tsx}', { cwd: services, exclude: isNoSource })) {
    const { program } = parseSync(file, readFileSync(new URL(file, services), 'utf8'));
    new Visitor(visitorOf(file)).visit(program);
  }
}
