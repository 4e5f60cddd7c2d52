/** The operator as a process of its own. */
import { runOperator } from './run-operator.ts';

await runOperator(process);
