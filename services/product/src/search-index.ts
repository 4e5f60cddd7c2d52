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

  /** How many errors each product has over all words; `none` where a word is missing. */
  function errorsOf(typed: string[], matches: (word: string) => Iterable<Match>) {
    const sum = new Uint8Array(documents.length);
    const beginnings = new Uint8Array(documents.length);
    for (const word of typed) {
      const best = new Uint8Array(documents.length).fill(none);
      const begins = new Uint8Array(documents.length);
      for (const match of matches(word)) {
        for (const place of match.places) {
          if (match.errors < (best[place] ?? none)) best[place] = match.errors;
          if (match.isBeginning) begins[place] = 1;
        }
      }
      for (const [place, errors] of best.entries()) {
        sum[place] = Math.min(none, (sum[place] ?? 0) + errors);
        beginnings[place] = (beginnings[place] ?? 0) + (begins[place] ?? 0);
      }
    }
    return { sum, beginnings };
  }

  function collect(request: SearchRequest, rankOf: (place: number) => number | undefined) {
    const page = createPage(request);
    for (const [place, document] of documents.entries()) {
      const rank = rankOf(place);
      if (rank === undefined || !passes(document, request)) continue;
      page.add({ rank, sortName: document.sortName, id: document.id });
    }
    return page.keys;
  }

  function findStrictly(terms: SearchTerms, request: SearchRequest): RankKey[] {
    const { sum, beginnings } = errorsOf(terms.words, words.matching);
    return collect(request, (place) => {
      const document = documents[place];
      if (document === undefined || sum[place] === none) return undefined;
      return rankOf(document, terms, beginnings[place] === terms.words.length);
    });
  }

  function guess(terms: SearchTerms, request: SearchRequest): RankKey[] {
    if (!terms.isWritten) return [];
    const { sum } = errorsOf(terms.words, words.alike);
    return collect(request, (place) => {
      const errors = sum[place] ?? none;
      return errors === none ? undefined : firstGuess + errors;
    });
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

/** 0 exact code, 1 the name begins so, 2 every word begins a word, 3 every word occurs. */
function rankOf(document: SearchDocument, { code, text }: SearchTerms, isAllBeginnings: boolean) {
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
