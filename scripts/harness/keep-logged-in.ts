/** A login that lives as long as its token, and is made again when the shop comes back. */
import { logIn } from './counter.ts';

export function keepLoggedIn(url: () => string): () => Promise<string> {
  let token: Promise<string> | undefined;
  return () => {
    token ??= logIn(url()).catch((error: unknown) => {
      token = undefined;
      throw error;
    });
    return token;
  };
}
