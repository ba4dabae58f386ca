"""An authority of the moment and what it signs, for a server that speaks TLS on loopback.

    python certificates.py FOLDER NAME...

Writes PEM files: `ca`, the authority; `server` and its `key`, for localhost and the names; `expired`, the same of yesterday; `stranger`, the
same by an authority that nobody is told of. Its key is kept nowhere.
"""

import datetime
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DAY = datetime.timedelta(days=1)


def named(name):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def unsigned(subject, key, issuer, until):
    builder = x509.CertificateBuilder().subject_name(named(subject)).issuer_name(named(issuer))
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    return builder.not_valid_before(until - 3 * DAY).not_valid_after(until)


def authority(name, until):
    key = ec.generate_private_key(ec.SECP256R1())
    usage = x509.KeyUsage(*([False] * 5), key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False)
    builder = unsigned(name, key, name, until)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return key, builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())


def server(key, names, by, until):
    signer, certificate = by
    issuer = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
    alternative = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    usage = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH])
    builder = unsigned(names[0], key, issuer, until).add_extension(alternative, critical=False)
    return builder.add_extension(usage, critical=False).sign(signer, hashes.SHA256())


def main():
    folder, names = Path(sys.argv[1]), ["localhost", *sys.argv[2:]]
    now = datetime.datetime.now(datetime.timezone.utc)
    ours, other = authority("Interop authority", now + DAY), authority("Nobody's authority", now + DAY)
    key = ec.generate_private_key(ec.SECP256R1())
    made = {
        "ca": ours[1],
        "server": server(key, names, ours, now + DAY),
        "expired": server(key, names, ours, now - DAY / 2),
        "stranger": server(key, names, other, now + DAY),
    }
    for name, one in made.items():
        (folder / f"{name}.pem").write_bytes(one.public_bytes(serialization.Encoding.PEM))
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "key.pem"
    path.touch(mode=0o600)
    path.write_bytes(written)


if __name__ == "__main__":
    main()
