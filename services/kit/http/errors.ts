/** Turns whatever was thrown into an RFC 9457 problem document. */
import { problemType } from '@balcao/contracts/problems.ts';
import { toProblem } from '../db-errors.ts';
import { Problem, type ProblemIssue } from '../problem.ts';
import { inLanguage } from '../wording.ts';
import type { Language } from './prefer-language.ts';

export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  traceId: string;
  errors?: { path: string; message: string }[];
}

/** What body-parser and Express throw for requests that cannot be read. */
function fromExpress(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const type = 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.parse.failed':
      return new Problem('malformed_json', 'The body is not valid JSON.', {
        pt: 'O corpo não é JSON válido.',
        cause: error,
      });
    case 'entity.too.large':
      return tooLarge(error);
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new Problem('unsupported_media_type', 'Send JSON in UTF-8, plain or gzip.', {
        pt: 'Envie JSON em UTF-8, simples ou em gzip.',
        cause: error,
      });
    case 'request.aborted':
    case 'request.size.invalid':
    case 'parameters.too.many':
      return new Problem('malformed_request', 'The request was cut short.', {
        pt: 'O pedido foi interrompido.',
        cause: error,
      });
  }
  if (error instanceof URIError) {
    return new Problem('malformed_request', 'The URL is not properly encoded.', {
      pt: 'O endereço não está codificado direito.',
      cause: error,
    });
  }
  const status = 'status' in error ? error.status : undefined;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem('malformed_request', 'The request cannot be read.', {
      pt: 'O pedido não pode ser lido.',
      cause: error,
    });
  }
  return undefined;
}

function tooLarge(error: Error): Problem {
  const limit = 'limit' in error && typeof error.limit === 'number' ? error.limit : undefined;
  const { message, pt } =
    limit === undefined
      ? { message: 'The body is too large.', pt: 'O corpo é grande demais.' }
      : { message: `The body is above ${limit} bytes.`, pt: `O corpo passa de ${limit} bytes.` };
  return new Problem('body_too_large', message, { pt, cause: error });
}

/** Every error becomes a Problem; an unexpected one says nothing about itself. */
export function asProblem(error: unknown): Problem {
  const known = toProblem(error);
  if (known instanceof Problem) return known;
  return (
    fromExpress(error) ??
    new Problem(
      'internal',
      'Something went wrong here. Try again; quote the trace id if it stays.',
      {
        pt: 'Algo deu errado aqui. Tente de novo; se continuar, informe o id do rastro (traceId).',
        cause: error,
      },
    )
  );
}

/** What the detail of a problem is written in for who prefers `preferred`: English where nothing else is there. */
export const languageOf = (problem: Problem, preferred: Language): Language =>
  problem.options.pt === undefined ? 'en' : preferred;

/** @param language what the caller prefers; what is not worded in it is English */
export function problemDocument(
  problem: Problem,
  traceId: string,
  language: Language = 'en',
): ProblemDocument {
  const { code, status, title, message, options } = problem;
  const tell = ({ path, message: said, pt = said }: ProblemIssue) => ({
    path,
    message: inLanguage({ message: said, pt }, language),
  });
  return {
    ...options.extra,
    type: problemType(code),
    title,
    status,
    detail: inLanguage({ message, pt: options.pt ?? message }, language),
    code,
    traceId,
    ...(options.errors === undefined ? {} : { errors: options.errors.map(tell) }),
  };
}
