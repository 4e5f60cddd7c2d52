/** `bench categorise`: how often the category is right and how well the model knows it, beside simple baselines. */
import {
  readSeedExamples,
  type SeedExample,
} from '../../services/finance/src/categoriser/seed-examples.ts';
import { suggest } from '../../services/finance/src/categoriser/suggest.ts';
import { trainModel } from '../../services/finance/src/categoriser/train-model.ts';
import { milliseconds, perSecond, printRow } from '../harness/load.ts';
import {
  accuracy,
  calibrationError,
  crossValidate,
  type Learner,
  mostConfident,
  type Scored,
} from './cross-validate.ts';
import { majority, naiveBayes } from './naive-bayes.ts';

const folds = 10;
/** Below this confidence the shop's model abstains, unless it is set otherwise. */
const threshold = 0.75;

const ours: Learner = (examples) => {
  const model = trainOn(examples);
  return (example) => {
    const [first] = suggest(model, example);
    return { category: first?.categoryId ?? '', confidence: first?.confidence ?? 0 };
  };
};

const learners: [name: string, learner: Learner][] = [
  ['softmax regression', ours],
  ['baseline: multinomial Bayes, words', naiveBayes(['word'])],
  ['baseline: multinomial Bayes, same features', naiveBayes(['word', 'gram', 'amount'])],
  ['baseline: majority class', majority],
];

export async function benchCategorise(): Promise<void> {
  const examples = readSeedExamples();
  process.stdout.write(`${examples.length} entries, ${folds}-fold cross-validation\n`);
  const keys: [string, (index: number) => string][] = [
    ['folds at random', (index) => String(index)],
    ['wordings that were never seen', (index) => examples[index]?.wording ?? ''],
  ];
  for (const [name, keyOf] of keys) {
    process.stdout.write(`\n${name}\n`);
    for (const [learnerName, learner] of learners) {
      printScores(learnerName, crossValidate(examples, { learner, folds, keyOf }));
    }
  }
  process.stdout.write('\nspeed, one core\n');
  measureSpeed(examples);
}

function trainOn(examples: readonly SeedExample[]) {
  const kinds = new Map(examples.map(({ category, kind }) => [category, kind]));
  const categories = [...kinds].map(([id, kind]) => ({ id, kind }));
  const labelled = examples.map((example) => ({ ...example, categoryId: example.category }));
  return trainModel(labelled, categories, 1).model;
}

function printScores(name: string, scored: readonly Scored[]): void {
  const decided = scored.filter(({ confidence }) => confidence >= threshold);
  const figures = {
    accuracy: accuracy(scored).toFixed(3),
    'surest 80 %': accuracy(mostConfident(scored, 0.8)).toFixed(3),
    ECE: calibrationError(scored).toFixed(3),
    [`at ≥ ${threshold}`]:
      decided.length === 0
        ? 'none'
        : `${accuracy(decided).toFixed(3)} of ${((100 * decided.length) / scored.length).toFixed(0)} %`,
  };
  printRow(name, figures);
}

function measureSpeed(examples: readonly SeedExample[]): void {
  const startedAt = performance.now();
  const model = trainOn(examples);
  const trainedAt = performance.now();
  for (const example of examples) suggest(model, example);
  const seconds = (performance.now() - trainedAt) / 1000;
  printRow('training', { took: milliseconds(trainedAt - startedAt) });
  printRow('suggestions with their reasons', { rate: perSecond(examples.length, seconds) });
}
