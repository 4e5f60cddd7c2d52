/** Words of sales, tills and the reconciliation of payments. */
import type { ReconciliationItem, ReconciliationState } from '@balcao/contracts/api/payment.ts';
import type { CancelReason, Limit, OrderStatus } from '@balcao/contracts/api/sales.ts';
import type { TillStatus } from '@balcao/contracts/api/tills.ts';
import type { PaymentMethod, PaymentStatus } from '@balcao/contracts/payment-method.ts';
import type { Text } from '../i18n/language.ts';
import { defineWords } from '../i18n/words.ts';

export const statusNames: Record<OrderStatus, Text> = {
  open: { 'pt-BR': 'Aberta', en: 'Open' },
  held: { 'pt-BR': 'Em espera', en: 'On hold' },
  placed: { 'pt-BR': 'Feita', en: 'Placed' },
  awaiting_payment: { 'pt-BR': 'Espera pagamento', en: 'Awaiting payment' },
  paid: { 'pt-BR': 'Paga', en: 'Paid' },
  completed: { 'pt-BR': 'Concluída', en: 'Completed' },
  rejected: { 'pt-BR': 'Sem estoque', en: 'Out of stock' },
  cancelled: { 'pt-BR': 'Cancelada', en: 'Cancelled' },
  partially_refunded: { 'pt-BR': 'Devolvida em parte', en: 'Refunded in part' },
  refunded: { 'pt-BR': 'Devolvida', en: 'Refunded' },
};

export const reasonNames: Record<CancelReason, Text> = {
  stock_rejected: { 'pt-BR': 'Faltou estoque', en: 'Not enough stock' },
  payment_declined: { 'pt-BR': 'Pagamento recusado', en: 'Payment declined' },
  payment_expired: { 'pt-BR': 'Pagamento venceu', en: 'Payment expired' },
  timed_out: { 'pt-BR': 'Demorou demais', en: 'Took too long' },
  requested: { 'pt-BR': 'A pedido', en: 'On request' },
};

export const limitNames: Record<Limit, Text> = {
  discount: { 'pt-BR': 'desconto', en: 'discount' },
  tab: { 'pt-BR': 'fiado', en: 'tab' },
  price: { 'pt-BR': 'preço', en: 'price' },
};

export const methodNames: Record<PaymentMethod, Text> = {
  cash: { 'pt-BR': 'Dinheiro', en: 'Cash' },
  pix: { 'pt-BR': 'PIX', en: 'PIX' },
  debit: { 'pt-BR': 'Débito', en: 'Debit card' },
  credit: { 'pt-BR': 'Crédito', en: 'Credit card' },
  tab: { 'pt-BR': 'Fiado', en: 'Tab' },
};

export const paymentNames: Record<PaymentStatus, Text> = {
  pending: { 'pt-BR': 'Pendente', en: 'Pending' },
  approved: { 'pt-BR': 'Aprovado', en: 'Approved' },
  declined: { 'pt-BR': 'Recusado', en: 'Declined' },
  expired: { 'pt-BR': 'Vencido', en: 'Expired' },
  cancelled: { 'pt-BR': 'Cancelado', en: 'Cancelled' },
  partially_refunded: { 'pt-BR': 'Devolvido em parte', en: 'Refunded in part' },
  refunded: { 'pt-BR': 'Devolvido', en: 'Refunded' },
};

export const tillStatusNames: Record<TillStatus, Text> = {
  open: { 'pt-BR': 'Aberto', en: 'Open' },
  closing: { 'pt-BR': 'Fechando', en: 'Closing' },
  closed: { 'pt-BR': 'Fechado', en: 'Closed' },
};

export const matchNames: Record<ReconciliationState, Text> = {
  matched: { 'pt-BR': 'Confere', en: 'Matches' },
  only_ours: { 'pt-BR': 'Só na loja', en: 'Only ours' },
  only_theirs: { 'pt-BR': 'Só no provedor', en: 'Only the provider’s' },
  amount_differs: { 'pt-BR': 'Valor diferente', en: 'Amount differs' },
};

export const kindNames: Record<ReconciliationItem['kind'], Text> = {
  charge: { 'pt-BR': 'Cobrança', en: 'Charge' },
  refund: { 'pt-BR': 'Devolução', en: 'Refund' },
};

export const salesWords = defineWords({
  'pt-BR': {
    sales: 'Vendas',
    sale: 'Venda',
    saleNumber: 'Venda nº {{number}}',
    salesLead: 'Cada pedido, do carrinho à devolução.',
    since: 'De',
    until: 'Até',
    status: 'Estado',
    seller: 'Vendedor',
    till: 'Caixa',
    customer: 'Cliente',
    method: 'Pagamento',
    reason: 'Motivo',
    all: 'Todos',
    oneTill: 'Só um caixa: ver todos',
    when: 'Quando',
    receipt: 'Cupom',
    items: 'Itens',
    total: 'Total',
    nothing: 'Nenhuma venda com estes filtros.',
    itemsOf_one: '{{count}} item',
    itemsOf_other: '{{count}} itens',
    lines: 'Itens',
    product: 'Produto',
    quantity: 'Quantidade',
    price: 'Preço',
    subtotal: 'Subtotal',
    discount: 'Desconto',
    change: 'Troco',
    amount: 'Valor',
    payments: 'Pagamentos',
    refunds: 'Devoluções',
    timeline: 'O que aconteceu',
    itself: 'o sistema',
    note: 'Observação',
    printReceipt: 'Imprimir cupom',
    receiptTitle: 'Cupom da venda',
    print: 'Imprimir',
    refund: 'Devolver',
    refundTitle: 'O que volta?',
    refundLead: 'O dinheiro volta como veio: primeiro ao fiado, depois ao último pagamento.',
    left: 'resta {{quantity}}',
    toStock: 'Volta ao estoque',
    why: 'Por quê',
    refunded: 'A devolução foi feita.',
    oversold: 'Vendida sem estoque suficiente, fora da rede.',
    beyondLimit: 'Além do limite',
    onlyBeyondLimit: 'Só além do limite',
    beyondLimitLead:
      'Feita fora da rede além do que o vendedor pode sozinho, sem autorização: {{limits}}.',
    refusedForStock: 'Não foi feita: faltou estoque.',
    noTimeline: 'Ainda nada.',
    waste: 'perda',
    stock: 'estoque',
  },
  en: {
    sales: 'Sales',
    sale: 'Sale',
    saleNumber: 'Sale no. {{number}}',
    salesLead: 'Every order, from the cart to its refund.',
    since: 'From',
    until: 'To',
    status: 'State',
    seller: 'Seller',
    till: 'Till',
    customer: 'Customer',
    method: 'Payment',
    reason: 'Reason',
    all: 'All',
    oneTill: 'One till only: see all',
    when: 'When',
    receipt: 'Receipt',
    items: 'Items',
    total: 'Total',
    nothing: 'No sales with these filters.',
    itemsOf_one: '{{count}} item',
    itemsOf_other: '{{count}} items',
    lines: 'Items',
    product: 'Product',
    quantity: 'Quantity',
    price: 'Price',
    subtotal: 'Subtotal',
    discount: 'Discount',
    change: 'Change',
    amount: 'Amount',
    payments: 'Payments',
    refunds: 'Refunds',
    timeline: 'What happened',
    itself: 'the system',
    note: 'Note',
    printReceipt: 'Print the receipt',
    receiptTitle: 'Receipt of the sale',
    print: 'Print',
    refund: 'Refund',
    refundTitle: 'What comes back?',
    refundLead: 'The money goes back as it came: to the tab first, then to the latest payment.',
    left: '{{quantity}} left',
    toStock: 'Back to stock',
    why: 'Why',
    refunded: 'The refund was made.',
    oversold: 'Sold without enough stock, off the network.',
    beyondLimit: 'Beyond a limit',
    onlyBeyondLimit: 'Only beyond a limit',
    beyondLimitLead:
      'Made off the network beyond what the seller may do alone, without an override: {{limits}}.',
    refusedForStock: 'Not made: there was not enough stock.',
    noTimeline: 'Nothing yet.',
    waste: 'lost',
    stock: 'stock',
  },
});
