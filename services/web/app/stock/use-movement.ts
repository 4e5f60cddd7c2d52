/** Moves stock by hand, once for each time that its dialog was opened; `onMoved` is told what was moved. */
import type { CreateMovementRequest } from '@balcao/contracts/api/inventory.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';

export function useMovement(onMoved: (moved: CreateMovementRequest) => void) {
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: CreateMovementRequest) =>
      answer(api.POST('/api/v1/inventory/movements', { params: { header }, body })),
    async onSuccess(_answer, moved) {
      await queries.invalidateQueries({ queryKey: ['stock'] });
      onMoved(moved);
    },
  });
}
