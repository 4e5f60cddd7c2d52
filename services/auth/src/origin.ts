/** Where a request comes from and who makes it, as sessions and security events keep it. */
import type { RawRequest } from '@balcao/kit/http/route.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import { clientNetwork } from './client-network.ts';
import { coarseUserAgent } from './user-agent.ts';

export interface Origin {
  /** Null where nobody is logged in, or the service acts by itself. */
  actorId: string | null;
  /** An IPv4 address or the /64 of an IPv6 address. */
  client: string | null;
  userAgent: string | null;
}

/** What the service does by itself: its jobs and its first steps. */
export const ownOrigin: Origin = { actorId: null, client: null, userAgent: null };

type Request = Pick<RawRequest, 'ip' | 'header'>;

/** Of a request that needs no token: whoever it is proves it first. */
export function originOf({ ip, header }: Request): Origin {
  const userAgent = coarseUserAgent(header('user-agent'));
  return { actorId: null, client: clientNetwork(ip), userAgent };
}

/** Of a request with a token. */
export function callerOrigin(request: Request & { caller: Caller }): Origin {
  return { ...originOf(request), actorId: request.caller.userId };
}
