/** Restores as a kind of the operator. */
import { jobs, resourceTypeOf } from './core-types.ts';
import type { Kind } from './kind.ts';
import { systemClock } from './kube/clock.ts';
import { createController } from './kube/controller.ts';
import { createStatusWriter } from './kube/status-writer.ts';
import { createProgramJobs } from './reconcilers/program-jobs.ts';
import { createRestoreReconciler } from './reconcilers/restore.ts';
import { restore } from './resources/restore.ts';

/** A shop is closed meanwhile: its phases are told as they come, and what failed is tried again soon. */
const everyMs = 1_000;
const backoff = { baseMs: 500, maxMs: 15_000 };

const type = resourceTypeOf(restore);

export const restoreKind: Kind = {
  type,
  alsoWatched: [jobs],
  createController({ cluster, storeOf, events: recorder, log, metrics, resyncMs, jobSettings }) {
    const store = storeOf(type);
    const fieldManager = `balcao-operator-${restore.singular}`;
    return createController({
      kind: restore.kind,
      store,
      statusWriter: createStatusWriter({ cluster, type, fieldManager, everyMs }),
      ...createRestoreReconciler({
        cluster,
        store,
        recorder,
        clock: systemClock,
        jobs: createProgramJobs({ cluster, store: storeOf(jobs), settings: jobSettings }),
      }),
      ...{ log, metrics, resyncMs, backoff },
    });
  },
};
