/** The `If-Match` header against the record that it is about to change (RFC 9110, section 13.1.1). */
import { formatEtag, parseIfMatch } from '@balcao/contracts/version.ts';
import { Problem } from '../problem.ts';

/** Throws `version_mismatch` unless the caller saw this version; no header and `*` mean any version. */
export function requireVersion(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  if (parseIfMatch(ifMatch) === version) return;
  throw new Problem(
    'version_mismatch',
    `It has version ${version} now. Read it again, then send If-Match: ${formatEtag(version)}.`,
    {
      pt: `Está na versão ${version} agora. Leia de novo, e então envie If-Match: ${formatEtag(version)}.`,
    },
  );
}
