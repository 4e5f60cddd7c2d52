/** Trains a model in a thread of its own, so that requests and messages go on meanwhile. */
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { ModelCategory } from './model.ts';
import type { Example } from './train-model.ts';

export interface TrainingTask {
  categories: (ModelCategory & { slug: string })[];
  /** What people decided, beside the seed entries. */
  lessons: Example[];
}

const training = z.object({
  /** The model, as `decodeModel` reads it. */
  parameters: z.instanceof(Uint8Array),
  accuracy: z.number().nullable(),
  seedExamples: z.number(),
});
export type Training = z.infer<typeof training>;

/** A training that wants more fails alone, and not the service with it. */
const maxOldGenerationSizeMb = 160;

/** Rejects when the thread fails, and when the signal is aborted, which ends the thread. */
export function trainInWorker(task: TrainingTask, signal: AbortSignal): Promise<Training> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./train-worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb },
  });
  const end = () => void worker.terminate();
  signal.addEventListener('abort', end, { once: true });
  const trained = new Promise<unknown>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the training was ended')));
  });
  return trained.then(training.parse).finally(() => signal.removeEventListener('abort', end));
}
