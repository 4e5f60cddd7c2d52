/** Namespaces as a careful administrator makes them: under the restricted profile of Pod Security. */
import { command } from './kubectl.ts';

export async function makeNamespace(name: string): Promise<void> {
  await command('kubectl', ['create', 'namespace', name]);
  const restricted = 'pod-security.kubernetes.io/enforce=restricted';
  await command('kubectl', ['label', 'namespace', name, restricted]);
}
