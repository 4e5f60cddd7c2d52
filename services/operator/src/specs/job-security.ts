/** The restricted profile of Pod Security, as every pod of the shop's has it. */

/** The volume belongs to the program's group. */
export const podSecurity = {
  runAsNonRoot: true,
  fsGroup: 1000,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};

export const containerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** As the images of the services have them, and that of PostgreSQL. */
export const programUser = { runAsUser: 1000, runAsGroup: 1000 };
export const postgresUser = { runAsUser: 999, runAsGroup: 999 };
