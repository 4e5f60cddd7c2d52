/** Takes rules that are new or have changed among those that are evaluated, with the quotes of their windows. */
import type { Queryable } from '@balcao/kit/db.ts';
import { type Cursor, readWindowPage } from './evaluation-store.ts';
import { readWindow } from './read-window.ts';
import { countWindowQuotes } from './rule-limit-store.ts';
import { type RuleRunners, windowsOf } from './rule-runners.ts';
import {
  listRevisions,
  readProgress,
  readWatchedRules,
  type WatchedRule,
} from './watched-rule-store.ts';

export interface LoadOptions {
  runners: RuleRunners;
  /** How far quotes have been judged. */
  upTo: Cursor;
  /** The most quotes that all windows may hold together. */
  maxWindowQuotes: number;
  /** Is called now and then, and ends the loading by throwing. */
  onPage: () => void;
}

/** Drops the rules that are gone. Answers those for whose windows there is no room, which are given up. */
export async function loadRules(db: Queryable, options: LoadOptions): Promise<WatchedRule[]> {
  const { runners, upTo, onPage } = options;
  const missing = runners.keep(await listRevisions(db));
  const added = await readWatchedRules(db, missing);
  runners.add(added, await readProgress(db, missing));
  const givenUp = await findTooLarge(db, added, options);
  for (const { id } of givenUp) runners.giveUp(id);
  const loaded = added.filter((rule) => !givenUp.includes(rule));
  const ids = new Set(loaded.map(({ id }) => id));
  for (const window of windowsOf(loaded)) {
    const quotes = await readWindow({
      readPage: (page) => readWindowPage(db, { ...window, upTo }, page),
      onPage,
    });
    runners.remember(window.symbol, quotes, ids);
  }
  return givenUp;
}

/** The oldest rules are the first that have room. Nothing is read of a window before it is known that there is. */
async function findTooLarge(
  db: Queryable,
  rules: WatchedRule[],
  { runners, maxWindowQuotes, onPage }: LoadOptions,
): Promise<WatchedRule[]> {
  const tooLarge: WatchedRule[] = [];
  let room = maxWindowQuotes - runners.heldQuotes;
  for (const rule of rules) {
    const count = await countWindowQuotes(db, rule, room + 1);
    if (count > room) tooLarge.push(rule);
    else room -= count;
    onPage();
  }
  return tooLarge;
}
