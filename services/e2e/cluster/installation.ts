/** Which shop is tested: one of our own, or the one that `BALCAO_RELEASE` names in `BALCAO_NAMESPACE`. */

/** Whether the tests install a shop for themselves. */
export const isOwn = process.env.BALCAO_RELEASE === undefined;
export const release = process.env.BALCAO_RELEASE ?? 'e2e';
export const namespace = process.env.BALCAO_NAMESPACE ?? release;
/** The address of the ingress. */
export const shopUrl = process.env.BALCAO_URL ?? 'http://localhost';
/** Values beside the tests' own, for other clusters. */
export const extraValues = process.env.BALCAO_VALUES;
