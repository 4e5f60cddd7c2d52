/** What an image holds of npm's packages, as CycloneDX, from the lockfile alone. */
import { read } from './commands.ts';

interface Component {
  'bom-ref': string;
  name: string;
  properties: { name: string; value: string }[];
}

interface Bill {
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/**
 * Not by `--omit dev`: it also leaves out what one package needs for development and another to run, such
 * as pg. What is marked as needed for development alone is taken out here.
 */
export async function billOfMaterials(service: string): Promise<Bill> {
  const format = [
    '--package-lock-only',
    '--sbom-format',
    'cyclonedx',
    '--sbom-type',
    'application',
  ];
  const text = await read(
    'npm',
    'sbom',
    '--silent',
    ...format,
    '--workspace',
    `@balcao/${service}`,
  );
  const bill: Bill = JSON.parse(text);
  const left = new Set(bill.components.filter(isDevelopment).map((part) => part['bom-ref']));
  bill.metadata.component.name = `balcao/${service}`;
  return {
    ...bill,
    components: bill.components.filter((part) => !left.has(part['bom-ref'])),
    dependencies: bill.dependencies
      .filter(({ ref }) => !left.has(ref))
      .map((edge) => ({ ...edge, dependsOn: edge.dependsOn.filter((ref) => !left.has(ref)) })),
  };
}

function isDevelopment({ properties = [] }: Component): boolean {
  return properties.some(
    ({ name, value }) => name === 'cdx:npm:package:development' && value === 'true',
  );
}
