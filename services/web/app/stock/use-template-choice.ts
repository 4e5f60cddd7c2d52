/** The templates, and what choosing one fills in: the piece, the key of its cost, the cuts that are expected. */
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { TypedBreakdown } from './breakdown-form.ts';

export function useTemplateChoice(
  typed: TypedBreakdown,
  onChange: (typed: TypedBreakdown) => void,
) {
  const templates = useQuery({
    queryKey: ['stock', 'breakdown-templates'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/inventory/breakdown-templates', {
          params: { query: { active: true, limit: 200 } },
        }),
      ),
  });
  const choose = async (templateId: string) => {
    const template = templates.data?.items.find(({ id }) => id === templateId);
    if (template === undefined) return onChange({ ...typed, templateId: '' });
    const ids = [template.inputProductId, ...template.outputs.map(({ productId }) => productId)];
    const [input, ...products] = await Promise.all(ids.map(readProduct));
    const cuts = products.map((product, index) => ({
      product,
      quantityMilli: null,
      weightMilli: null,
      expectedBasisPoints: template.outputs[index]?.expectedBasisPoints ?? null,
    }));
    const chosen = { templateId, input: input ?? null, lot: null, costKey: template.costKey, cuts };
    onChange({ ...typed, ...chosen });
  };
  return { templates: templates.data?.items, choose };
}

const readProduct = (id: string) =>
  answer(api.GET('/api/v1/products/{id}', { params: { path: { id } } }));
