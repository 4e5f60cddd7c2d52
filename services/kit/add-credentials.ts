export interface Credentials {
  user: string | undefined;
  password: string | undefined;
}

/**
 * Puts a user and a password into an address, percent-encoded (RFC 3986, 3.2.1), so that a password may hold any
 * character. What is undefined stays as the address has it; what is no address is given back as it is.
 */
export function addCredentials(address: string, { user, password }: Credentials): string {
  if ((user === undefined && password === undefined) || !URL.canParse(address)) return address;
  const url = new URL(address);
  if (user !== undefined) url.username = encodeURIComponent(user);
  if (password !== undefined) url.password = encodeURIComponent(password);
  return url.href;
}
