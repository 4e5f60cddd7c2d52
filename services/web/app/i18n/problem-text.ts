/** What a failure means, in the reader's language, by its code. */
import { isProblemCode, type ProblemCode } from '@balcao/contracts/problems.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { type Language, useLanguage } from './language.ts';

type Texts = Record<ProblemCode | 'offline', string>;

const portuguese: Texts = {
  offline: 'A loja não respondeu. Confira a rede; nada do que você digitou se perdeu.',
  malformed_json: 'O pedido não pôde ser lido. Recarregue a página e tente de novo.',
  malformed_request: 'O pedido não pôde ser lido. Recarregue a página e tente de novo.',
  unauthenticated: 'Entre com o seu e-mail e a sua senha.',
  token_expired: 'A sua sessão terminou. Entre de novo.',
  token_revoked: 'A sua sessão foi encerrada. Entre de novo.',
  invalid_credentials: 'O e-mail ou a senha não está certo.',
  invalid_signature: 'A assinatura não confere.',
  refresh_token_reused: 'A sua sessão foi encerrada por segurança. Entre de novo.',
  forbidden: 'O seu perfil não permite isto. Peça a um administrador.',
  discount_above_limit:
    'O desconto passa do limite do seu perfil. Um administrador pode autorizar.',
  registration_closed: 'O cadastro está fechado. Peça um usuário a um administrador.',
  not_found: 'Não foi encontrado. Talvez tenha sido removido.',
  method_not_allowed: 'Isto não é possível aqui.',
  not_acceptable: 'Este formato não existe.',
  conflict: 'Isto não combina com o estado atual. Recarregue e confira.',
  already_exists: 'Já existe um igual.',
  managed_elsewhere: 'É mantido em outro lugar e aqui só pode ser lido.',
  invalid_transition: 'Isto não é possível no estado atual.',
  till_already_open: 'Já existe um caixa aberto.',
  period_closed: 'O mês está fechado; o lançamento tem de ser em um mês aberto.',
  till_closed: 'O caixa está fechado. Abra o caixa primeiro.',
  tab_limit_exceeded: 'Passa do limite do fiado. Um administrador pode autorizar.',
  override_not_valid: 'A autorização não vale mais. Peça outra.',
  version_mismatch: 'Outra pessoa mudou isto neste meio-tempo. Recarregue e confira.',
  body_too_large: 'É grande demais para ser enviado.',
  unsupported_media_type: 'Este tipo de arquivo não é aceito.',
  validation_failed: 'Alguns campos precisam ser corrigidos.',
  idempotency_key_reused: 'Este envio já foi usado para outro pedido. Comece de novo.',
  password_too_common: 'Esta senha é comum demais. Escolha outra.',
  password_too_personal: 'A senha fala de você. Escolha outra.',
  unknown_product: 'Este produto não existe.',
  unknown_lot: 'Este lote não existe.',
  unknown_supplier: 'Este fornecedor não existe.',
  inactive_product: 'Este produto não é mais vendido.',
  unknown_category: 'Esta categoria não existe.',
  does_not_fit: 'Não cabe no destino.',
  unknown_till: 'Este caixa não existe.',
  unreadable_code: 'O código não pôde ser lido.',
  quantity_not_allowed: 'Esta quantidade não é possível para o produto.',
  quantity_required: 'Falta a quantidade ou o peso.',
  amount_too_large: 'O valor é grande demais.',
  discount_exceeds_total: 'O desconto é maior que o total.',
  payment_exceeds_total: 'O pagamento é maior que o que falta pagar.',
  payments_do_not_match_total: 'Os pagamentos não fecham com o total.',
  unknown_customer: 'Este cliente não existe.',
  inactive_customer: 'Não se vende mais a este cliente.',
  customer_required: 'O fiado precisa de um cliente.',
  refund_exceeds_payment: 'A devolução é maior que o que resta do pagamento.',
  tender_too_small: 'O dinheiro recebido é menor que o valor.',
  weights_do_not_balance: 'Os pesos não fecham com a entrada.',
  price_required: 'Falta um preço que não se conhece.',
  refund_exceeds_sale: 'Está sendo devolvido mais do que resta da venda.',
  precondition_required: 'Recarregue antes de salvar.',
  rate_limited: 'Tentativas demais. Espere um pouco.',
  internal: 'Algo deu errado do nosso lado. Tente de novo; se continuar, passe o código adiante.',
  timeout: 'Demorou demais. Tente de novo.',
  unavailable: 'A loja está se recuperando. Tente de novo em instantes.',
};

const english: Texts = {
  offline: 'The shop did not answer. Check the network; nothing that you typed is lost.',
  malformed_json: 'The request could not be read. Reload the page and try again.',
  malformed_request: 'The request could not be read. Reload the page and try again.',
  unauthenticated: 'Log in with your e-mail and password.',
  token_expired: 'Your session has ended. Log in again.',
  token_revoked: 'Your session was ended. Log in again.',
  invalid_credentials: 'The e-mail or the password is wrong.',
  invalid_signature: 'The signature does not match.',
  refresh_token_reused: 'Your session was ended for safety. Log in again.',
  forbidden: 'Your role does not allow this. Ask an administrator.',
  discount_above_limit: "The discount is above your role's limit. An administrator can allow it.",
  registration_closed: 'Registration is closed. Ask an administrator for a user.',
  not_found: 'It was not found. It may have been removed.',
  method_not_allowed: 'That is not possible here.',
  not_acceptable: 'That format does not exist.',
  conflict: 'That is in conflict with the present state. Reload and check.',
  already_exists: 'There is one like it already.',
  managed_elsewhere: 'It is managed elsewhere and can only be read here.',
  invalid_transition: 'That is not possible in its present state.',
  till_already_open: 'There is an open till already.',
  period_closed: 'The month is closed; the entry must be in an open one.',
  till_closed: 'The till is closed. Open it first.',
  tab_limit_exceeded: 'It is above the limit of the tab. An administrator can allow it.',
  override_not_valid: 'The approval is not valid any more. Ask for another.',
  version_mismatch: 'Somebody else changed it in between. Reload and check.',
  body_too_large: 'It is too large to be sent.',
  unsupported_media_type: 'That kind of file is not accepted.',
  validation_failed: 'Some fields need to be corrected.',
  idempotency_key_reused: 'This was already sent for another request. Start again.',
  password_too_common: 'This password is too common. Choose another.',
  password_too_personal: 'The password tells of you. Choose another.',
  unknown_product: 'There is no such product.',
  unknown_lot: 'There is no such lot.',
  unknown_supplier: 'There is no such supplier.',
  inactive_product: 'This product is not sold any more.',
  unknown_category: 'There is no such category.',
  does_not_fit: 'It does not fit where it shall go.',
  unknown_till: 'There is no such till.',
  unreadable_code: 'The code could not be read.',
  quantity_not_allowed: 'That quantity is not possible for the product.',
  quantity_required: 'The quantity or weight is missing.',
  amount_too_large: 'The amount is too large.',
  discount_exceeds_total: 'The discount is above the total.',
  payment_exceeds_total: 'The payment is above what is left to pay.',
  payments_do_not_match_total: 'The payments do not add up to the total.',
  unknown_customer: 'There is no such customer.',
  inactive_customer: 'Nothing is sold to this customer any more.',
  customer_required: 'A tab needs a customer.',
  refund_exceeds_payment: 'The refund is above what is left of the payment.',
  tender_too_small: 'The cash given is less than the amount.',
  weights_do_not_balance: 'The weights do not add up to the input.',
  price_required: 'A price is needed that is not known.',
  refund_exceeds_sale: 'More is wanted back than is left of the sale.',
  precondition_required: 'Reload before you save.',
  rate_limited: 'Too many attempts. Wait a little.',
  internal: 'Something went wrong on our side. Try again; if it stays, pass the code on.',
  timeout: 'It took too long. Try again.',
  unavailable: 'The shop is recovering. Try again in a moment.',
};

const texts: Record<Language, Texts> = { 'pt-BR': portuguese, en: english };

/** Codes that say little: here the shop's own sentence says what is in the way. */
const vague = new Set(['conflict', 'invalid_transition', 'already_exists']);

/** Of anything that was thrown; what is none of the shop's problems is `internal`. */
function problemText(error: unknown, language: Language): string {
  const isSaid = error instanceof ApiProblem && vague.has(error.code);
  if (isSaid && error.detail !== undefined && language.startsWith(`${error.language}`)) {
    return error.detail;
  }
  const code = error instanceof ApiProblem ? error.code : 'internal';
  const isKnown = code === 'offline' || isProblemCode(code);
  return texts[language][isKnown ? code : 'internal'];
}

export function useProblemText(): (error: unknown) => string {
  const language = useLanguage();
  return (error) => problemText(error, language);
}
