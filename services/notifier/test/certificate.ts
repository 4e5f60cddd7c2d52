/**
 * A certificate of its own making for localhost and 127.0.0.1, until 2126, and its key, which protects nothing:
 * openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=localhost \
 *   -addext subjectAltName=DNS:localhost,IP:127.0.0.1
 */
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOPiIGEAf6Y+lW4f7
48izFnPOBV42RCA/T7gltbwPlrmhRANCAAT0Cmxe9d2Ld9iliY19H3GEvkN3b7OA
/sHUtDOP/uf58QdFF3tcP7K/V4nVCKxMfpYpqSdLgbs5R2PEONq2bzXE
-----END PRIVATE KEY-----
`;

export const cert = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUVzjK3WmaAeuPEyF4gRRU7uKRRBMwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjA3NDMxM1oYDzIxMjYxMTAy
MDc0MzEzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT0Cmxe9d2Ld9iliY19H3GEvkN3b7OA/sHUtDOP/uf58QdFF3tcP7K/
V4nVCKxMfpYpqSdLgbs5R2PEONq2bzXEo28wbTAdBgNVHQ4EFgQUoKaS3nNuAGrz
HNTe2w/TEDFZ7KswHwYDVR0jBBgwFoAUoKaS3nNuAGrzHNTe2w/TEDFZ7KswDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgKAxufXyfOZnZsyifUrbpIi6Ane8CDMGffLBWrCzqPmgCIArp
X9dILXyO6BtVh5xAdDuuFgFGcc0Kp0zJaJmx6rlg
-----END CERTIFICATE-----
`;

/** Has this process trust it, as NODE_EXTRA_CA_CERTS would; answers how to take that back. */
export function trustCertificate(): () => void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, cert]);
  return () => setDefaultCACertificates(before);
}
