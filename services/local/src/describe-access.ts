/** Says where the shop is and how to get in. */

/** Text for the terminal: the address, the data folder, and how to register or log in. */
export async function describeAccess(
  url: string,
  { dataDir, seconds }: { dataDir: string; seconds: string },
): Promise<string> {
  return `
  Balcão is open (${seconds} s)

    address   ${url}/         the API, to read and to try
    data      ${dataDir}

${await howToEnter(url)}
  Try it all: npm run flow -- --url ${url}
  Ctrl-C closes the shop; what it knows stays in the data folder.
`;
}

async function howToEnter(url: string): Promise<string> {
  const isNew = await isRegistrationOpen(url);
  const path = isNew ? 'register' : 'login';
  const body = isNew
    ? '{"email":"ana@example.com","password":"at least ten characters","name":"Ana"}'
    : '{"email":"…","password":"…"}';
  const lead = isNew
    ? '  Nobody is registered yet; the first to register is the admin:'
    : '  Log in with the e-mail and password that you registered:';
  return `${lead}

    curl ${url}/api/v1/auth/${path} -H 'content-type: application/json' \\
      -d '${body}'
`;
}

async function isRegistrationOpen(url: string): Promise<boolean> {
  const response = await fetch(`${url}/api/v1/auth/registration`).catch(() => undefined);
  if (response?.ok !== true) return false;
  const body: unknown = await response.json();
  return typeof body === 'object' && body !== null && 'isOpen' in body && body.isOpen === true;
}
