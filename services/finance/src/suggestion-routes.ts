/** The API of categories that entries give themselves. */
import {
  categoryDecision,
  categoryModelListQuery,
  categoryModelPage,
  type EntrySuggestions,
  entrySuggestions,
  setCategoryRequest,
} from '@balcao/contracts/api/categorisation.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { decodeCursor, toPage, unusableCursor } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import type { CategoriserDeps } from './categorise-entries.ts';
import { suggest } from './categoriser/suggest.ts';
import { listVersions } from './category-model-store.ts';
import { correctCategory, entryNotFound } from './correct-category.ts';
import { readOpinion } from './opinion-store.ts';
import { findEntryText, readDecision, readSuggestions } from './suggestion-store.ts';

interface RouteDeps extends CategoriserDeps {
  db: Database;
}

export function suggestionRoutes(deps: RouteDeps): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/finance/entries/:id/suggestions',
        summary: 'What an entry may be for, how sure the model is, and the words that decided',
        access: 'finance:read',
        params: idParams,
        answers: { 200: entrySuggestions },
        problems: ['not_found'],
      },
      async ({ params: { id } }) => ({ status: 200, body: await findSuggestions(id, deps) }),
    ),
    writeRoute(
      {
        method: 'put',
        path: '/finance/entries/:id/category',
        summary: 'Say what an entry is for; the model learns from it and never changes it',
        access: 'finance:write',
        params: idParams,
        body: setCategoryRequest,
        answers: { 200: categoryDecision },
        problems: ['not_found', 'conflict', 'unknown_category', 'does_not_fit'],
      },
      async (tx, { params: { id: entryId }, body: { categoryId } }) => ({
        status: 200,
        body: await correctCategory(tx, { entryId, categoryId }, deps),
      }),
    ),
    modelListRoute(deps),
  ];
}

function modelListRoute({ db }: RouteDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/finance/category-models',
      summary: 'The versions of the model that suggests categories, the newest first',
      access: 'finance:read',
      query: categoryModelListQuery,
      answers: { 200: categoryModelPage },
    },
    async ({ query: { limit, cursor } }) => {
      const rows = await listVersions(db, { limit, before: readVersion(cursor) });
      const body = toPage(rows, limit, { item: (row) => row, key: ({ version }) => [version] });
      return { status: 200, body };
    },
  );
}

function readVersion(cursor: string | undefined): number | null {
  const [text] = decodeCursor(cursor, 1) ?? [];
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw unusableCursor();
  return Number(text);
}

/** As they were stored; of an entry that the model has not looked at, as it would suggest now. */
async function findSuggestions(entryId: string, deps: RouteDeps): Promise<EntrySuggestions> {
  const { db, shelf } = deps;
  const entry = await findEntryText(db, entryId);
  if (entry === undefined) throw entryNotFound(entryId);
  const [stored, category, secondOpinion] = await Promise.all([
    readSuggestions(db, entryId),
    readDecision(db, entry.reversesId ?? entryId),
    readOpinion(db, entryId),
  ]);
  const facts = { entryId, category, secondOpinion };
  if (stored !== undefined) return { ...facts, ...stored };
  const { version, model } = await shelf.newest();
  return { ...facts, modelVersion: version, suggestions: suggest(model, entry.text) };
}
