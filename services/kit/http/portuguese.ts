/** What is wrong with a field, in Portuguese: of zod's own refusals by zod, of those that the contracts word here. */
import { z } from 'zod';
import type { Wording } from '../wording.ts';

const portugueseOfZod = z.locales.ptBR().localeError;

/** By the contracts' English. */
export const refusals: Readonly<Record<string, string>> = {
  '1 to 25 letters and digits': 'de 1 a 25 letras e algarismos',
  '1 to 6 digits, not all zero': 'de 1 a 6 algarismos, não todos zero',
  '13 digits that start with 2 are a scale label':
    '13 algarismos que começam com 2 são uma etiqueta de balança',
  '16 hexadecimal digits': '16 algarismos hexadecimais',
  '8, 12, 13 or 14 digits': '8, 12, 13 ou 14 algarismos',
  'HH:MM': 'HH:MM',
  'HH:MM, 00:00 to 23:59': 'HH:MM, de 00:00 a 23:59',
  'a CPF or CNPJ with its check digits': 'um CPF ou CNPJ com os dígitos verificadores certos',
  'a cursor that a former page gave': 'um cursor que uma página anterior deu',
  'a decimal such as 5.4258': 'um decimal como 5.4258',
  'a decimal such as 5.4258, with eight decimals at most':
    'um decimal como 5.4258, com oito casas no máximo',
  'a month such as 2026-11': 'um mês como 2026-11',
  'a number, or @ and a name': 'um número, ou @ e um nome',
  'a password is never sent in the clear': 'uma senha nunca é enviada sem criptografia',
  'a sale that has happened has an id': 'uma venda que já aconteceu tem um id',
  'a sale that has happened is no cart': 'uma venda que já aconteceu não é um carrinho',
  'a search says nothing of changes; leave q out':
    'uma busca não diz nada de mudanças; deixe q de fora',
  'a silence names what it covers': 'um silêncio diz o que ele cobre',
  'a tab is named with the order': 'o fiado se informa com o pedido',
  'a weekday is named once': 'cada dia da semana só uma vez',
  'a whole number': 'um número inteiro',
  'a year from 1900 to 2999': 'um ano de 1900 a 2999',
  'allow a discount, a tab, or both': 'autorize um desconto, o fiado, ou os dois',
  'an RFC 3339 time in UTC': 'um horário RFC 3339 em UTC',
  'an open order is paid when it is placed': 'um pedido aberto é pago quando é fechado',
  'as BotFather gives it': 'como o BotFather o dá',
  'choose products or a category, not both': 'escolha produtos ou uma categoria, não os dois',
  'control characters are not allowed': 'caracteres de controle não são aceitos',
  'each once': 'cada um só uma vez',
  'each product at most once': 'cada produto no máximo uma vez',
  'each rule once': 'cada regra só uma vez',
  'each symbol once': 'cada símbolo só uma vez',
  'four decimals at most': 'quatro casas decimais no máximo',
  'is known of today only: leave out asOf': 'só se sabe de hoje: deixe asOf de fora',
  'letters, digits and . _ -, 40 at most': 'letras, algarismos e . _ -, 40 no máximo',
  'letters, digits and . _ : -, 40 at most': 'letras, algarismos e . _ : -, 40 no máximo',
  'lower-case words joined by hyphens': 'palavras minúsculas unidas por hífens',
  'milliseconds at most': 'milissegundos no máximo',
  'must be after from': 'tem de ser depois do início',
  'must be after startsAt': 'tem de ser depois do início',
  'must begin and end at different times': 'tem de começar e acabar em horários diferentes',
  'must not be before data_inicio': 'não pode ser antes de data_inicio',
  'must not be before from': 'não pode ser antes do início',
  'must not be before receivedOn': 'não pode ser antes do recebimento',
  'must not be one of the outputs': 'não pode ser um dos resultados',
  'must not be zero': 'não pode ser zero',
  'name each payment once': 'cada pagamento só uma vez',
  'name the lot or the product, not both': 'informe o lote ou o produto, não os dois',
  'name the lot, or a product in inputProductId': 'informe o lote, ou um produto em inputProductId',
  'not before 1990': 'não antes de 1990',
  'not for a rule on absence': 'não para uma regra sobre ausência',
  'outputs and loss must make 10000 basis points':
    'resultados e perda têm de somar 10000 pontos-base',
  'printable ASCII without spaces': 'ASCII visível, sem espaços',
  'reais above zero with at most two decimals': 'reais acima de zero, com duas casas no máximo',
  'small letters, digits and _, 40 at most': 'letras minúsculas, algarismos e _, 40 no máximo',
  'the catalogue says the price; only a sale with occurredAt names its own':
    'o preço é o do catálogo; só uma venda com occurredAt traz o seu',
  'the check digit is wrong': 'o dígito verificador não confere',
  'the range is too long for this interval': 'o período é longo demais para este intervalo',
  'up to 77 printable characters without spaces': 'até 77 caracteres visíveis, sem espaços',
};

/** Those that name a value. */
const withValues: readonly [RegExp, string][] = [
  [/^above 0, at most (\d+)$/, 'acima de 0, no máximo $1'],
  [/^at most (\d+) days$/, 'no máximo $1 dias'],
  [/^at most (\d+) days by day$/, 'no máximo $1 dias, dia a dia'],
  [/^at most (\d+) labels$/, 'no máximo $1 rótulos'],
  [/^one of (.+), or patterns such as (.+)$/, 'um de $1, ou padrões como $2'],
];

/** @param message as a contract words it; one that is not known here comes back as it is */
export function portuguese(message: string): string {
  const [pattern, words] = withValues.find(([pattern]) => pattern.test(message)) ?? [];
  if (pattern !== undefined && words !== undefined) return message.replace(pattern, words);
  return refusals[message] ?? message;
}

/** What is wrong with a value, in the order in which the schema says it in English; none where it is right. */
export function portugueseIssues(
  schema: z.ZodType,
  value: unknown,
): { path: PropertyKey[]; message: string }[] {
  const { error } = schema.safeParse(value, { error: portugueseOfZod });
  return (error?.issues ?? []).map(({ path, message }) => ({ path, message: portuguese(message) }));
}

/** What is wrong with a value, in both languages. */
export function wordedIssues(
  schema: z.ZodType,
  value: unknown,
): (Wording & { path: PropertyKey[] })[] {
  const { error } = schema.safeParse(value);
  const translated = portugueseIssues(schema, value);
  return (error?.issues ?? []).map(({ path, message }, index) => {
    const { message: pt } = translated[index] ?? { message };
    return { path, message, pt };
  });
}
