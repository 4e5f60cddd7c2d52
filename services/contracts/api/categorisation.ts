/** The API of categories that entries give themselves: suggestions, corrections and the versions of the model. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';

/** A chance, 0 to 1. */
export const confidence = z.number().min(0).max(1);

export const decidedBy = z.enum(['person', 'model']);
export type DecidedBy = z.infer<typeof decidedBy>;

/** What an entry is for, and who said so. A person's word stands: the model never changes it. */
export const categoryDecision = z.object({
  entryId: id,
  categoryId: id,
  by: decidedBy,
  /** Null where a person decided. */
  confidence: confidence.nullable(),
  modelVersion: z.int().nullable(),
  decidedAt: instant,
});
export type CategoryDecision = z.infer<typeof categoryDecision>;

export const suggestionReason = z.object({
  /** As it stands in the description; null: the size of the amount. */
  word: z.string().nullable(),
  /** Its part of all that speaks for the category. */
  share: z.number().min(0).max(1),
});

export const categorySuggestion = z.object({
  categoryId: id,
  confidence,
  /** The strongest first. */
  reasons: z.array(suggestionReason),
});
export type CategorySuggestion = z.infer<typeof categorySuggestion>;

/** What a language model said, where one is configured and the shop's own model was not sure. */
export const secondOpinion = z.object({
  provider: z.string(),
  /** Null where it does not know either. */
  categoryId: id.nullable(),
  givenAt: instant,
});

export const entrySuggestions = z.object({
  entryId: id,
  modelVersion: z.int(),
  /** The likeliest first, at most three. */
  suggestions: z.array(categorySuggestion),
  /** Null where nobody has decided: the model was not sure enough. */
  category: categoryDecision.nullable(),
  secondOpinion: secondOpinion.nullable(),
});
export type EntrySuggestions = z.infer<typeof entrySuggestions>;

/** A person decides; the model learns from it. */
export const setCategoryRequest = z.strictObject({ categoryId: id });

export const categoryModel = z.object({
  version: z.int(),
  trainedAt: instant,
  /** Entries that were made up, with which every shop begins. */
  seedExamples: z.int(),
  /** Entries of which a person of this shop decided. */
  taughtExamples: z.int(),
  /** The share that it got right of a fifth of them, kept back while it learned. */
  accuracy: confidence.nullable(),
});
export type CategoryModel = z.infer<typeof categoryModel>;

export const categoryModelListQuery = z.strictObject(pageParameters);
export const categoryModelPage = page(categoryModel);
