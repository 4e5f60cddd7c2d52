/** The alerts that the charts define, in Portuguese: their own texts are in English. A test holds it against them. */
import type { Alert } from '@balcao/contracts/api/alertmanager.ts';

/** By the name of the alert; `{label}` is replaced by that label of it, as `$labels.label` is in its summary. */
export const alertTitles: ReadonlyMap<string, string> = new Map([
  // charts/balcao
  ['HighErrorRate', '{service} falha em muitas das suas requisições'],
  ['HighLatency', '{service} está lento'],
  ['ServiceDown', '{service} está fora do ar'],
  ['FeedFailing', '{provider} não fornece cotações'],
  ['FeedStale', '{symbol} está sem cotações novas'],
  ['RulesNotEvaluated', 'As regras de preços não estão sendo avaliadas'],
  ['LedgerBroken', 'Os registros de {service} não batem'],
  ['JournalUnproven', 'Há lançamentos demais fora da cadeia de provas do livro diário'],
  ['PaymentCallsFailed', 'Chamadas ao provedor de pagamentos falharam de vez'],
  ['AvailabilityBudgetBurnsFast', 'Requisições falham: a margem de erros de 30 dias acaba em dias'],
  [
    'AvailabilityBudgetBurnsSlowly',
    'Requisições falham: a margem de erros de 30 dias não vai durar',
  ],
  ['LatencyBudgetBurnsFast', 'Requisições lentas: a margem de lentidão de 30 dias acaba em dias'],
  ['LatencyBudgetBurnsSlowly', 'Requisições lentas: a margem de lentidão de 30 dias não vai durar'],
  ['NotificationsGivenUp', 'Mensagens pelo canal {channel} não puderam ser enviadas'],
  ['RabbitMQPublishErrors', '{service} não consegue entregar os seus eventos'],
  ['OutboxStuck', 'Há um evento de {service} esperando há muito tempo'],
  ['MessagesParked', 'Há mensagens paradas em {service}, à espera de uma pessoa'],
  ['QueueNotDraining', 'A fila {queue} não diminui'],
  ['ConsumerMissing', 'Ninguém lê a fila {queue}'],
  // charts/balcao-operator
  [
    'BackupOverdue',
    '{shop}: o agendamento {schedule} está sem um backup bom desde a última hora marcada',
  ],
  ['BackupUnproven', '{shop}: o teste de restauração do backup {backup} falhou'],
  ['OperatorDown', 'O operador está fora do ar'],
  ['OperatorWithoutLeader', 'Nenhum pod do operador está no comando'],
  ['OperatorReconcilesFail', 'O operador falha com muitos dos objetos {kind}'],
  ['OperatorQueueOld', '{controller}: há um objeto esperando há muito tempo pelo operador'],
  ['OperatorWatchStale', 'O operador está sem notícias dos objetos {kind}'],
  ['OperatorForbidden', 'O operador não tem permissão para {verb} {resource}'],
]);

/** Undefined for an alert of others, and for one of theirs that has a name of ours and not its labels. */
export function alertTitle({ alertname = '', ...labels }: Alert['labels']): string | undefined {
  const title = alertTitles.get(alertname);
  if (title === undefined) return undefined;
  const isWhole = labelsOf(title).every((label) => Object.hasOwn(labels, label));
  return isWhole
    ? title.replace(labelInBraces, (_, label: string) => labels[label] ?? '')
    : undefined;
}

const labelInBraces = /\{(\w+)\}/g;

/** The labels that a title names. */
export const labelsOf = (title: string): string[] =>
  [...title.matchAll(labelInBraces)].map(([, label = '']) => label);
