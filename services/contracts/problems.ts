/** Every way a request can fail, by code: the `code`, `status` and `title` of RFC 9457 problem details. */
import { z } from 'zod';

export const problemCodes = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  malformed_request: { status: 400, title: 'The request cannot be read' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  token_expired: { status: 401, title: 'The token has expired' },
  token_revoked: { status: 401, title: 'The session has ended' },
  invalid_credentials: { status: 401, title: 'The e-mail or the password is wrong' },
  invalid_signature: { status: 401, title: 'The signature is wrong' },
  refresh_token_reused: { status: 401, title: 'The refresh token was used before' },
  forbidden: { status: 403, title: 'Not allowed for this role' },
  discount_above_limit: { status: 403, title: 'The discount is above the limit of the role' },
  registration_closed: { status: 403, title: 'Registration is closed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  not_acceptable: { status: 406, title: 'The wanted representation does not exist' },
  conflict: { status: 409, title: 'In conflict with the present state' },
  already_exists: { status: 409, title: 'It exists already' },
  managed_elsewhere: { status: 409, title: 'It is managed elsewhere' },
  invalid_transition: { status: 409, title: 'Not possible in the present status' },
  till_already_open: { status: 409, title: 'There is an open till already' },
  period_closed: { status: 409, title: 'The month is closed' },
  till_closed: { status: 409, title: 'The till is closed' },
  tab_limit_exceeded: { status: 409, title: 'The limit of the tab does not allow it' },
  override_not_valid: { status: 409, title: 'The override cannot be used' },
  version_mismatch: { status: 412, title: 'Somebody else changed it in between' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The media type is not supported' },
  validation_failed: { status: 422, title: 'Some fields are not valid' },
  idempotency_key_reused: {
    status: 422,
    title: 'The idempotency key was used for another request',
  },
  password_too_common: { status: 422, title: 'The password is too common' },
  password_too_personal: { status: 422, title: 'The password tells of its owner' },
  unknown_product: { status: 422, title: 'There is no such product' },
  unknown_lot: { status: 422, title: 'There is no such lot' },
  unknown_supplier: { status: 422, title: 'There is no such supplier' },
  inactive_product: { status: 422, title: 'The product is not sold any more' },
  unknown_category: { status: 422, title: 'There is no such category' },
  does_not_fit: { status: 422, title: 'It does not fit where it shall go' },
  unknown_till: { status: 422, title: 'There is no such till' },
  unreadable_code: { status: 422, title: 'The code cannot be read' },
  quantity_not_allowed: { status: 422, title: 'The quantity is not possible for this product' },
  quantity_required: { status: 422, title: 'The product needs a quantity' },
  amount_too_large: { status: 422, title: 'The amount is too large' },
  discount_exceeds_total: { status: 422, title: 'The discount is above the total' },
  payment_exceeds_total: { status: 422, title: 'The payment is above what is left to pay' },
  payments_do_not_match_total: { status: 422, title: 'The payments do not add up to the total' },
  unknown_customer: { status: 422, title: 'There is no such customer' },
  inactive_customer: { status: 422, title: 'Nothing is sold to this customer any more' },
  customer_required: { status: 422, title: 'A tab needs a customer' },
  refund_exceeds_payment: { status: 422, title: 'The refund is above what is left of the payment' },
  tender_too_small: { status: 422, title: 'The cash given is less than the amount' },
  weights_do_not_balance: { status: 422, title: 'The weights do not add up to the input' },
  price_required: { status: 422, title: 'A price is needed that is not known' },
  refund_exceeds_sale: { status: 409, title: 'More is wanted back than is left of the sale' },
  precondition_required: { status: 428, title: 'If-Match is needed' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong' },
  timeout: { status: 503, title: 'It took too long' },
  unavailable: { status: 503, title: 'Not available at the moment' },
} as const;

export type ProblemCode = keyof typeof problemCodes;

export const isProblemCode = (value: string): value is ProblemCode =>
  Object.hasOwn(problemCodes, value);

/** The `type` of a problem: a name, not an address, so that it is the same on every installation. */
export const problemType = (code: ProblemCode): string => `urn:balcao:problem:${code}`;

/** `code` is any string on purpose: an older client reads a newer server's problem. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().optional(),
  code: z.string(),
  traceId: z.string().optional(),
  /** What is wrong with which field; `path` is the JSON path, such as `lines[0].quantityMilli`. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type ProblemDetails = z.infer<typeof problemSchema>;
