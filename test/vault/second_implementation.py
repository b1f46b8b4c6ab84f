"""The vault's crypto written a second time, from its description alone, to keep the first one honest.

Reads one JSON object from standard input and prints one: the root key's check value, the wrapped user key, the
fingerprint, the envelope and one link of the audit chain for the fixed inputs, and the plaintext of an envelope that the
other implementation sealed. Needs Python 3.9 or newer and the package `cryptography` (Debian: python3-cryptography).
"""

import base64
import hashlib
import hmac
import json
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def lp(*parts):
    out = b""
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        out += len(data).to_bytes(4, "big") + data
    return out


def hkdf(key, salt, info, length=32):
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(key)


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def pad(plain):
    return plain + b"\x80" + b"\0" * (-(len(plain) + 1) % 64)


def unpad(padded):
    return padded.rstrip(b"\0")[:-1]


def record_data(given, place):
    return lp("kt/rec/v1", given["formation"], place["user_id"], place["service"], place["account_key"],
              place["account_name"], place["id"], place["kind"], place["revision"], place["generation"], 1)


def seal(user_key, generation, data, plain, message_id, iv):
    record_key = hkdf(user_key, message_id, lp("kt/enc/v1", 1))
    commitment = hkdf(user_key, message_id, lp("kt/com/v1", 1))
    sealed = AESGCM(record_key).encrypt(iv, pad(plain), data)
    head = b"KT" + bytes([1]) + (1).to_bytes(2, "big") + generation.to_bytes(4, "big")
    return head + message_id + commitment + iv + (len(sealed) - 16).to_bytes(4, "big") + sealed


def open_envelope(user_key, data, envelope):
    message_id, commitment, iv = envelope[9:41], envelope[41:73], envelope[73:85]
    assert hmac.compare_digest(commitment, hkdf(user_key, message_id, lp("kt/com/v1", 1)))
    sealed = envelope[89:]
    assert int.from_bytes(envelope[85:89], "big") == len(sealed) - 16
    return unpad(AESGCM(hkdf(user_key, message_id, lp("kt/enc/v1", 1))).decrypt(iv, sealed, data))


def link(given, root):
    entry = given["entry"]

    def optional(name):
        return "" if entry[name] is None else "=%s" % entry[name]

    data = lp("kt/link/v1", given["formation"], bytes.fromhex(given["previous"]), entry["user_id"], entry["sequence"],
              entry["at"], entry["act"], optional("service"), optional("account"), entry["channel"],
              optional("conversation"), entry["outcome"], optional("detail"), optional("revision"),
              optional("change"), entry["root_key"])
    return mac(hkdf(root, b"", lp("kt/audit/v1")), data)


def main():
    given = json.load(sys.stdin)
    formation, place = given["formation"], given["place"]
    salt = hashlib.sha256(lp("kt/salt/v1", formation, given["salt"])).digest()
    root = hashlib.pbkdf2_hmac("sha256", given["key"].encode(), salt, given["iterations"])
    check_value = hkdf(root, b"", lp("kt/kcv/v1", formation), 16)
    root_id = check_value[:8].hex()

    user_key = bytes.fromhex(given["user_key"])
    wrapping_key = hkdf(root, b"", lp("kt/user-kek/v1", formation, place["user_id"]))
    wrap_iv = bytes.fromhex(given["wrap_iv"])
    wrap_data = lp("kt/udk/v1", formation, place["user_id"], place["generation"], root_id)
    wrapped = wrap_iv + AESGCM(wrapping_key).encrypt(wrap_iv, user_key, wrap_data)

    token = given["token"].encode()
    fingerprint = mac(hkdf(user_key, b"", lp("kt/fp/v1")), lp(place["service"], token.strip()))
    data = record_data(given, place)
    envelope = seal(user_key, place["generation"], data, lp("token", token), bytes.fromhex(given["message_id"]),
                    bytes.fromhex(given["iv"]))
    answer = {
        "check_value": check_value.hex(),
        "root_id": root_id,
        "wrapped": wrapped.hex(),
        "fingerprint": fingerprint.hex(),
        "envelope": envelope.hex(),
        "link": link(given, root).hex(),
    }
    if "foreign" in given:
        plain = open_envelope(user_key, data, base64.b64decode(given["foreign"]))
        answer["opened"] = plain.hex()
    print(json.dumps(answer))


main()
