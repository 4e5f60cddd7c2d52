/** What the API server has written down about the calls of one account, held against the rules of its roles. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const maxBuffer = 1024 * 1024 * 1024;

const line = z.looseObject({
  verb: z.string(),
  user: z.looseObject({
    username: z.string(),
    extra: z.record(z.string(), z.array(z.string())).default({}),
  }),
  objectRef: z
    .looseObject({
      resource: z.string().default(''),
      subresource: z.string().optional(),
      apiGroup: z.string().default(''),
      namespace: z.string().default(''),
      name: z.string().default(''),
    })
    .optional(),
  responseStatus: z.looseObject({ code: z.int().default(0) }).optional(),
  requestReceivedTimestamp: z.string(),
  stageTimestamp: z.string(),
  stage: z.string(),
  annotations: z.record(z.string(), z.string()).default({}),
});

export interface AuditedCall {
  verb: string;
  /** As a rule names it, with its subresource. */
  resource: string;
  group: string;
  namespace: string;
  name: string;
  code: number;
  /** When it came, and when its answer went; milliseconds since 1970. */
  atMs: number;
  answeredMs: number;
  isForbidden: boolean;
  /** Which token it was made with. */
  credential: string;
}

/**
 * The calls of an account since a moment, in the order in which they came.
 * @param program prints the API server's audit log, one JSON a line, upon `logs audit -n +1`
 */
export async function readAuditLog(
  program: string,
  { username, sinceMs }: { username: string; sinceMs: number },
): Promise<AuditedCall[]> {
  const { stdout } = await run(program, ['logs', 'audit', '-n', '+1'], { maxBuffer });
  return stdout
    .split('\n')
    .filter((text) => text.includes(`"${username}"`))
    .flatMap((text) => {
      const call = callOf(line.parse(JSON.parse(text)));
      return call !== undefined && call.atMs >= sinceMs ? [call] : [];
    })
    .sort((one, other) => one.atMs - other.atMs);
}

/** A watch is told of twice, when it is open and when it ends: the first is enough. */
function callOf(said: z.output<typeof line>): AuditedCall | undefined {
  const { verb, user, objectRef, responseStatus, annotations, stage } = said;
  if (objectRef === undefined || (verb === 'watch' && stage === 'ResponseComplete'))
    return undefined;
  const { resource, subresource, apiGroup, namespace, name } = objectRef;
  return {
    verb,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    group: apiGroup,
    namespace,
    name,
    code: responseStatus?.code ?? 0,
    atMs: milliseconds(said.requestReceivedTimestamp),
    answeredMs: milliseconds(said.stageTimestamp),
    isForbidden: annotations['authorization.k8s.io/decision'] === 'forbid',
    credential: user.extra['authentication.kubernetes.io/credential-id']?.[0] ?? '',
  };
}

/** With the fraction of a millisecond, which `Date` does not read. */
function milliseconds(timestamp: string): number {
  const micros = /\.(\d{3})(\d{3})/.exec(timestamp)?.[2] ?? '0';
  return Date.parse(timestamp) + Number(micros) / 1000;
}

export interface RoleRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const rightOf = (group: string, resource: string, verb: string): string =>
  `${verb} ${group === '' ? resource : `${resource}.${group}`}`;

/** Rights that the rules give and no call has used. */
export function unusedRights(rules: readonly RoleRule[], calls: readonly AuditedCall[]): string[] {
  const used = new Set(calls.map(({ group, resource, verb }) => rightOf(group, resource, verb)));
  const given = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => rightOf(group, resource, verb))),
    ),
  );
  return [...new Set(given)].filter((right) => !used.has(right)).sort();
}

/** Calls that the API server has not allowed. */
export function refusedCalls(calls: readonly AuditedCall[]): string[] {
  const refused = calls.filter(({ isForbidden, code }) => isForbidden || code === 403);
  return [
    ...new Set(
      refused.map(
        ({ group, resource, verb, namespace }) =>
          `${rightOf(group, resource, verb)} in ${namespace}`,
      ),
    ),
  ];
}

/**
 * Writes by somebody who did not lead: the leader is whoever was last given the lease. The Lease itself is what
 * everybody may try to write; Events are courtesies, and follow the leader too.
 */
export function writesWithoutLease(calls: readonly AuditedCall[]): string[] {
  const writes = new Set(['create', 'update', 'patch', 'delete']);
  let leader: string | undefined;
  const found: string[] = [];
  const inOrder = calls.filter(({ verb, code }) => writes.has(verb) && code >= 200 && code < 300);
  for (const { resource, verb, namespace, name, credential, atMs } of inOrder) {
    if (resource === 'leases') leader = credential;
    else if (credential !== leader)
      found.push(`${new Date(atMs).toISOString()} ${verb} ${resource} ${namespace}/${name}`);
  }
  return found;
}
