/** Which database each service of the shop owns on the server. */
import { z } from 'zod';

export interface ServiceDatabase {
  service: string;
  database: string;
}

/** As the chart names them: like the service, which is also the name of the role that owns it. */
export const chartDatabases =
  'auth=auth,product=product,inventory=inventory,sales=sales,payment=payment,finance=finance,market-analyzer=market_analyzer,notifier=notifier';

const pair = /^([a-z][a-z0-9-]*)=([a-z][a-z0-9_-]*)$/;

/** Reads `service=database` pairs, separated by commas; services and databases are there once each. */
export const serviceDatabases = z.string().transform((text, context): ServiceDatabase[] => {
  const found = text.split(',').map((part) => pair.exec(part.trim()));
  const read = found.flatMap((match) =>
    match?.[1] === undefined || match[2] === undefined
      ? []
      : [{ service: match[1], database: match[2] }],
  );
  const isWhole =
    read.length === found.length &&
    new Set(read.map(({ service }) => service)).size === read.length &&
    new Set(read.map(({ database }) => database)).size === read.length;
  if (!isWhole) context.addIssue('must be service=database, separated by commas, each once');
  return read;
});
