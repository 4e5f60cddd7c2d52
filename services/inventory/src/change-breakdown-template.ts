/** Adds, replaces and deletes templates of breakdowns: what a carcass is expected to yield. */
import {
  type BreakdownTemplate,
  type CreateBreakdownTemplateRequest,
  restBasisPoints,
  type UpdateBreakdownTemplateRequest,
} from '@balcao/contracts/api/breakdowns.ts';
import { parseIfMatch } from '@balcao/contracts/version.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { requireWeighed } from './breakdown-rules.ts';
import {
  deleteTemplate,
  findTemplate,
  insertTemplate,
  lockTemplate,
  replaceTemplate,
  type TemplateContent,
} from './breakdown-template-store.ts';
import { readCutProducts, requireProducts } from './cut-product-store.ts';

/** Throws `not_found`. */
export async function getTemplate(db: Queryable, id: string): Promise<BreakdownTemplate> {
  const template = await findTemplate(db, id);
  if (template === undefined) throw noSuchTemplate(id);
  return template;
}

/** Throws `unknown_product`, `quantity_not_allowed` (an input by the piece) and `already_exists`. */
export async function addTemplate(
  tx: Tx,
  request: CreateBreakdownTemplateRequest,
): Promise<BreakdownTemplate> {
  const content = contentOf(request.id ?? newId(), request);
  await requireKnown(tx, content);
  if (!(await insertTemplate(tx, content))) {
    throw new Problem('already_exists', 'There is a template with this id already. Use a new id.');
  }
  return getTemplate(tx, content.id);
}

interface Change {
  id: string;
  /** The `If-Match` header, where the caller sent one. */
  ifMatch: string | undefined;
}

/** Throws `not_found`, `version_mismatch`, and as `addTemplate` does. */
export async function changeTemplate(
  tx: Tx,
  { id, ifMatch }: Change,
  request: UpdateBreakdownTemplateRequest,
): Promise<BreakdownTemplate> {
  await lockVersion(tx, { id, ifMatch });
  const content = contentOf(id, request);
  await requireKnown(tx, content);
  replaceTemplate(tx, content);
  return getTemplate(tx, id);
}

/** Throws `not_found`, `version_mismatch`, and `conflict` for one that was used, which stays for the reports. */
export async function removeTemplate(tx: Tx, change: Change): Promise<void> {
  await lockVersion(tx, change);
  try {
    await deleteTemplate(tx, change.id);
  } catch (error) {
    if (brokenConstraint(error) !== 'breakdown_of_template') throw error;
    const detail = 'Breakdowns were made by this template. Set `active` to false instead.';
    throw new Problem('conflict', detail, {
      pt: 'Já há desossas por este modelo. Em vez de remover, desative-o.',
      cause: error,
    });
  }
}

async function lockVersion(tx: Tx, { id, ifMatch }: Change): Promise<void> {
  const version = await lockTemplate(tx, id);
  if (version === undefined) throw noSuchTemplate(id);
  if (ifMatch === undefined || parseIfMatch(ifMatch) === version) return;
  throw new Problem(
    'version_mismatch',
    `The template is at version ${version} now. Read it again.`,
  );
}

async function requireKnown(tx: Tx, { inputProductId, outputs }: TemplateContent): Promise<void> {
  const productIds = [inputProductId, ...outputs.map(({ productId }) => productId)];
  const products = await readCutProducts(tx, productIds);
  requireProducts(products, { inputProductId, outputs });
  requireWeighed(products.get(inputProductId));
}

function contentOf(id: string, request: UpdateBreakdownTemplateRequest): TemplateContent {
  const { name, inputProductId, costKey, outputs, active } = request;
  const expectedLossBasisPoints = restBasisPoints(request);
  return { id, name, inputProductId, costKey, outputs, expectedLossBasisPoints, active };
}

function noSuchTemplate(id: string): Problem {
  return new Problem('not_found', `No template has the id ${id}.`);
}
