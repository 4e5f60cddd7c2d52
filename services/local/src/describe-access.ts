/** Says where the shop is and how to get in. */

interface Opened {
  dataDir: string;
  seconds: string;
  /** Whom a demo made, with passwords that are no secret. */
  people: readonly { email: string; password: string; role: string }[];
}

/** Text for the terminal: the address, the data folder, and how to register or log in. */
export async function describeAccess(
  url: string,
  { dataDir, seconds, people }: Opened,
): Promise<string> {
  return `
  Balcão is open (${seconds} s)

    address   ${url}/         log in, and sell
    API       ${url}/docs/    to read and to try
    data      ${dataDir}

${people.length > 0 ? whoMayEnter(people) : await howToEnter(url)}
  Try it all: npm run flow -- --url ${url}
  Ctrl-C closes the shop; what it knows stays in the data folder.
`;
}

function whoMayEnter(people: Opened['people']): string {
  const rows = people.map(
    ({ role, email, password }) => `    ${role.padEnd(10)}${email.padEnd(26)}${password}`,
  );
  return `  Log in with the e-mail and password of one of these:\n\n${rows.join('\n')}\n`;
}

async function howToEnter(url: string): Promise<string> {
  const isNew = await isRegistrationOpen(url);
  return isNew
    ? '  Nobody is registered yet: whoever registers first, at that address, is the admin.\n'
    : '  Log in with the e-mail and password that you registered.\n';
}

async function isRegistrationOpen(url: string): Promise<boolean> {
  const response = await fetch(`${url}/api/v1/auth/registration`).catch(() => undefined);
  if (response?.ok !== true) return false;
  const body: unknown = await response.json();
  return typeof body === 'object' && body !== null && 'isOpen' in body && body.isOpen === true;
}
