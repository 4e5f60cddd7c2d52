/** The searchable part of the catalogue in memory: finds, ranks and cuts a page. Knows no database. */
import type { SearchTerms } from './search-text.ts';
import { createSearchWords, type Match } from './search-words.ts';

/** What a search needs to know of a product. */
export interface SearchDocument {
  id: string;
  version: number;
  sku: string;
  plu: string | null;
  barcode: string | null;
  categoryId: string | null;
  active: boolean;
  sortName: string;
  /** Name, SKU, PLU and barcode, normalised. */
  searchText: string;
}

/** Where a product stands in a search; also where a page ends. */
export interface RankKey {
  rank: number;
  sortName: string;
  id: string;
}

export interface SearchRequest {
  categoryId: string | undefined;
  active: boolean | undefined;
  /** Where the page begins; undefined for the first. */
  after: RankKey | undefined;
  limit: number;
}

export interface SearchIndex {
  /** Takes documents in; older versions than the known ones change nothing. */
  put(documents: SearchDocument[]): void;
  find(terms: SearchTerms, request: SearchRequest): RankKey[];
}

/** Ranks from here on are guesses: this and one more for each typing error. */
const firstGuess = 10;
const none = 255;

type RankOf = (
  document: SearchDocument,
  how: { errors: number; isAllBeginnings: boolean },
) => number;

export function createSearchIndex(): SearchIndex {
  const places = new Map<string, number>();
  const documents: SearchDocument[] = [];
  const words = createSearchWords();
  const wordsOf = ({ searchText }: SearchDocument) => new Set(searchText.split(' '));

  function putOne(document: SearchDocument): void {
    const place = places.get(document.id) ?? documents.length;
    const known = documents[place];
    if (known !== undefined && known.version > document.version) return;
    const before = known === undefined ? new Set<string>() : wordsOf(known);
    const after = wordsOf(document);
    places.set(document.id, place);
    documents[place] = document;
    for (const word of after) if (!before.has(word)) words.add(word, place);
    for (const word of before) if (!after.has(word)) words.remove(word, place);
  }

  /** Ranks what every typed word is in, and cuts the page. */
  function collect(
    { words: typed }: SearchTerms,
    request: SearchRequest,
    { matches, rankOf }: { matches: (word: string) => Match[]; rankOf: RankOf },
  ): RankKey[] {
    const hits = typed.map((word) => createHits(documents.length, matches(word)));
    const [first, ...others] = hits;
    const page = createPage(request);
    for (const place of first?.places ?? []) {
      const document = documents[place];
      if (document === undefined || !passes(document, request)) continue;
      if (others.some(({ errors }) => errors[place] === none)) continue;
      const errors = hits.reduce((sum, hit) => sum + (hit.errors[place] ?? 0), 0);
      const isAllBeginnings = hits.every(({ beginnings }) => beginnings[place] === 1);
      const rank = rankOf(document, { errors, isAllBeginnings });
      page.add({ rank, sortName: document.sortName, id: document.id });
    }
    return page.keys;
  }

  function findStrictly(terms: SearchTerms, request: SearchRequest): RankKey[] {
    const rankOf: RankOf = (document, { isAllBeginnings }) =>
      strictRank(document, terms, isAllBeginnings);
    return collect(terms, request, { matches: words.matching, rankOf });
  }

  function guess(terms: SearchTerms, request: SearchRequest): RankKey[] {
    if (!terms.isWritten) return [];
    const rankOf: RankOf = (_document, { errors }) => firstGuess + errors;
    return collect(terms, request, { matches: words.alike, rankOf });
  }

  return {
    put: (some) => some.forEach(putOne),
    find(terms, request) {
      const { after } = request;
      if (after !== undefined && after.rank >= firstGuess) return guess(terms, request);
      const found = findStrictly(terms, request);
      return found.length > 0 || after !== undefined ? found : guess(terms, request);
    },
  };
}

interface Hits {
  /** Each once. */
  places: number[];
  /** By place; `none` where the word is missing. */
  errors: Uint8Array;
  /** By place: 1 where it begins a word. */
  beginnings: Uint8Array;
}

/** Where one typed word is found, among `count` products. */
function createHits(count: number, matches: Match[]): Hits {
  const places: number[] = [];
  const errors = new Uint8Array(count).fill(none);
  const beginnings = new Uint8Array(count);
  for (const match of matches) {
    for (const place of match.places) {
      const former = errors[place] ?? none;
      if (former === none) places.push(place);
      if (match.errors < former) errors[place] = match.errors;
      if (match.isBeginning) beginnings[place] = 1;
    }
  }
  return { places, errors, beginnings };
}

/** 0 exact code, 1 the name begins so, 2 every word begins a word, 3 every word occurs. */
function strictRank(
  document: SearchDocument,
  { code, text }: SearchTerms,
  isAllBeginnings: boolean,
): number {
  const { plu, barcode, sku, searchText } = document;
  if (plu === code || barcode === code || sku.toLowerCase() === text) return 0;
  if (searchText.startsWith(text)) return 1;
  return isAllBeginnings ? 2 : 3;
}

function passes(document: SearchDocument, { categoryId, active }: SearchRequest): boolean {
  return (
    (categoryId === undefined || document.categoryId === categoryId) &&
    (active === undefined || document.active === active)
  );
}

/** The first `limit` keys after `after`, however many are added in whatever order. */
function createPage({ after, limit }: SearchRequest): { keys: RankKey[]; add(key: RankKey): void } {
  const keys: RankKey[] = [];
  return {
    keys,
    add(key) {
      if (after !== undefined && !isBefore(after, key)) return;
      const last = keys.at(-1);
      if (keys.length === limit && last !== undefined && !isBefore(key, last)) return;
      const place = keys.findLastIndex((other) => isBefore(other, key)) + 1;
      keys.splice(place, 0, key);
      if (keys.length > limit) keys.pop();
    },
  };
}

function isBefore(one: RankKey, other: RankKey): boolean {
  if (one.rank !== other.rank) return one.rank < other.rank;
  if (one.sortName !== other.sortName) return one.sortName < other.sortName;
  return one.id < other.id;
}
