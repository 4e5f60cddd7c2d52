/** The newest version of the categoriser's model: trained when there is none, and again when people have taught it. */
import type { Database } from '@balcao/kit/db.ts';
import type { Model } from './categoriser/model.ts';
import { decodeModel } from './categoriser/model-codec.ts';
import { trainInWorker } from './categoriser/train-in-worker.ts';
import {
  isTrainingDue,
  readLessonMarks,
  readNewestVersion,
  readParameters,
  readTrainingTask,
  storeVersion,
} from './category-model-store.ts';

export interface VersionedModel {
  version: number;
  model: Model;
}

export interface ModelShelf {
  /** The newest that any replica has trained. The very first call of a shop trains it. */
  newest(): Promise<VersionedModel>;
  /** Trains a version where people have decided something and the newest is `minAgeMs` old. */
  learn(minAgeMs: number): Promise<void>;
  /** Ends a training that is under way. */
  stop(): void;
}

export function createModelShelf(db: Database): ModelShelf {
  const stopping = new AbortController();
  let held: VersionedModel | null = null;
  let training: Promise<void> | null = null;

  /** Two replicas may train at once; they train the same, and the first to store it wins. */
  async function train(after: number): Promise<void> {
    // The marks first: what is decided in between is learned, and then once more.
    const marks = await readLessonMarks(db);
    const task = await readTrainingTask(db);
    const trained = await trainInWorker(task, stopping.signal);
    const version = { ...trained, version: after + 1, taughtExamples: task.lessons.length, marks };
    await db.transaction((tx) => storeVersion(tx, version));
  }

  function trainOnce(after: number): Promise<void> {
    training ??= train(after).finally(() => {
      training = null;
    });
    return training;
  }

  async function newest(): Promise<VersionedModel> {
    const version = await readNewestVersion(db);
    if (version !== null && held?.version === version) return held;
    if (version === null) await trainOnce(0);
    else held = await load(version);
    return held ?? (await newest());
  }

  async function load(version: number): Promise<VersionedModel> {
    const parameters = await readParameters(db, version);
    if (parameters === undefined) throw new Error(`version ${version} of the model cannot be read`);
    return { version, model: decodeModel(parameters) };
  }

  return {
    newest,
    async learn(minAgeMs) {
      if (await isTrainingDue(db, minAgeMs)) await trainOnce((await readNewestVersion(db)) ?? 0);
    },
    stop: () => stopping.abort(new Error('the service stops')),
  };
}
