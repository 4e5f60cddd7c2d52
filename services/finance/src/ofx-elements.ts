/**
 * The elements of an OFX file, of version 1 (SGML, where values are not closed) and 2 (XML) alike.
 *
 * Absent on purpose: an XML parser. It would read half of the files only, knows no lines once it is done, and of XML
 * OFX uses no more than elements, entities and now and then CDATA (OFX 2.2, 2.3 and 2.4; OFX 1.6, 2.3).
 */
import type { Wording } from '@balcao/kit/wording.ts';
import { StatementError } from './statement.ts';

/** A value (`<TRNAMT>-10.00`), or the beginning or end of an aggregate. */
export type OfxElement =
  | { kind: 'value'; name: string; value: string; line: number }
  | { kind: 'begin'; name: string; line: number }
  | { kind: 'end'; name: string; line: number };

/** These have an end in SGML too; anything else that has none is a value that was left empty. */
const aggregates = new Set([
  'OFX',
  'STMTRS',
  'CCSTMTRS',
  'BANKACCTFROM',
  'CCACCTFROM',
  'BANKTRANLIST',
  'STMTTRN',
]);

const noOfx: Wording = {
  message: 'there is no <OFX> in the file',
  pt: 'não há <OFX> no arquivo',
};
const brokenOff: Wording = { message: 'a tag is broken off', pt: 'uma marca está cortada' };

const tag = /<(\/?)([A-Za-z][\w.:-]*)([^<>\w.:-][^<>]*)?>/y;
const cdata = { start: '<![CDATA[', end: ']]>' };
const comment = { start: '<!--', end: '-->' };

export function isOfx(text: string): boolean {
  return /^\s*(?:OFXHEADER\s*:|<\?OFX|<OFX[\s>]|<\?xml[^>]*>\s*<\?OFX)/i.test(text.slice(0, 2_000));
}

interface Tag {
  isEnd: boolean;
  /** `<MEMO/>` is whole. */
  isEmpty: boolean;
  name: string;
  /** What stands after it, up to the next one, decoded. */
  content: string;
  line: number;
}

/** Throws StatementError where the file is cut off, or an element is not what its surroundings say. */
export function* readOfxElements(text: string): Generator<OfxElement> {
  const isXml = /<\?xml|OFXHEADER\s*=/i.test(text.slice(0, 2_000));
  const open: Open[] = [];
  let value: Open | undefined;
  for (const { isEnd, isEmpty, name, content, line } of readTags(text)) {
    const isOwnEnd = isEnd && value?.name === name;
    if (value !== undefined && isXml && !isOwnEnd) throw notClosed(value);
    value = undefined;
    if (isEnd) {
      if (isOwnEnd) continue;
      yield* closing({ open, name, line, isXml });
      if (open.length === 0) return;
    } else if (content.trim() !== '') {
      value = { name, line };
      yield { kind: 'value', name, value: content.trim(), line };
    } else if (!isEmpty) {
      open.push({ name, line });
      yield { kind: 'begin', name, line };
    }
  }
  const { name, line } = open.at(-1) ?? { name: 'OFX', line: 1 };
  throw new StatementError(lineCount(text), {
    message: `the file ends within <${name}> of line ${line}`,
    pt: `o arquivo acaba dentro de <${name}> da linha ${line}`,
  });
}

function* readTags(text: string): Generator<Tag> {
  const lineOf = createLines(text);
  let at = text.search(/<OFX[\s>]/i);
  if (at === -1) throw new StatementError(1, noOfx);
  while (at < text.length) {
    const line = lineOf(at);
    const remark = insideOf(text, at, comment);
    if (remark !== null) {
      at = nextTag(text, remark.endsAt);
      continue;
    }
    tag.lastIndex = at;
    const [, slash, name = '', rest = ''] = tag.exec(text) ?? [];
    if (slash === undefined) throw new StatementError(line, brokenOff);
    const { content, endsAt } = readContent(text, tag.lastIndex);
    at = endsAt;
    const isEmpty = rest.endsWith('/');
    yield { isEnd: slash === '/', isEmpty, name: name.toUpperCase(), content, line };
  }
}

interface Open {
  name: string;
  line: number;
}

/** Closes an aggregate, and in SGML with it the values in it that were left empty. */
function* closing({
  open,
  name,
  line,
  isXml,
}: Open & { open: Open[]; isXml: boolean }): Generator<OfxElement> {
  if (!open.some((element) => element.name === name)) {
    throw new StatementError(line, {
      message: `</${name}> closes nothing`,
      pt: `</${name}> não fecha nada`,
    });
  }
  for (let last = open.pop(); last !== undefined; last = open.pop()) {
    if (last.name !== name && (isXml || aggregates.has(last.name))) throw notClosed(last);
    yield { kind: 'end', name: last.name, line };
    if (last.name === name) return;
  }
}

function notClosed({ name, line }: Open): StatementError {
  return new StatementError(line, {
    message: `<${name}> is not closed`,
    pt: `<${name}> não foi fechado`,
  });
}

const lineCount = (text: string): number => text.trimEnd().split('\n').length;

/** The line of a position; positions are asked for in growing order. */
function createLines(text: string): (position: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (position) => {
    while (next !== -1 && next < position) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** The text from there to the next tag; what stands in CDATA is as it is, and holds none. */
function readContent(text: string, from: number): { content: string; endsAt: number } {
  let content = '';
  let at = from;
  for (;;) {
    const endsAt = nextTag(text, at);
    content += decode(text.slice(at, endsAt));
    const raw = insideOf(text, endsAt, cdata);
    if (raw === null) return { content, endsAt };
    content += raw.inside;
    at = raw.endsAt;
  }
}

function nextTag(text: string, from: number): number {
  const at = text.indexOf('<', from);
  return at === -1 ? text.length : at;
}

/** Null where no such part starts there, or it has no end. */
function insideOf(
  text: string,
  at: number,
  { start, end }: typeof cdata,
): { inside: string; endsAt: number } | null {
  if (!text.startsWith(start, at)) return null;
  const endAt = text.indexOf(end, at + start.length);
  if (endAt === -1) return null;
  return { inside: text.slice(at + start.length, endAt), endsAt: endAt + end.length };
}

/** Entities that are none stay as they are: banks write `P&G`. */
const decode = (text: string): string => text.replace(/&(#?\w{1,8});/g, decodeEntity);

function decodeEntity(whole: string, name: string): string {
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return Number.isInteger(code) && code > 0 && code <= 0x10ffff
    ? String.fromCodePoint(code)
    : whole;
}
