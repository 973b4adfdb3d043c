#!/usr/bin/python3
"""Tokens of issuers that share no code with the suite (PyJWT, python3-cryptography) at a real service: which
are accepted, which are refused and why, and how soon a changed key set counts. The other way round, PyJWT
accepts what obtctl mints. Argument: the programs."""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import grpc
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

BIN = pathlib.Path(sys.argv.pop(1))
AUDIENCE = "one-big-thing"
MARKER = "planted-marker"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value, size=None):
    return b64(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


def jwk(key, kid, **more):
    public = key.public_key()
    if isinstance(key, rsa.RSAPrivateKey):
        numbers = public.public_numbers()
        members = {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        numbers = public.public_numbers()
        members = {"kty": "EC", "crv": "P-256", "x": number(numbers.x, 32), "y": number(numbers.y, 32)}
    else:
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        members = {"kty": "OKP", "crv": "Ed25519", "x": b64(raw)}
    return {**members, "kid": kid, **more}


KEYS = {"ec": ec.generate_private_key(ec.SECP256R1()), "rs": rsa.generate_private_key(65537, 2048),
        "ps": rsa.generate_private_key(65537, 3072), "ed": ed25519.Ed25519PrivateKey.generate(),
        "stranger": ec.generate_private_key(ec.SECP256R1())}
SETS = {"ec": [jwk(KEYS["ec"], "ec", use="sig")],
        "rsa": [jwk(KEYS["rs"], "rs", alg="RS256"), jwk(KEYS["ps"], "ps", alg="PS256", use="sig")],
        "ed": [jwk(KEYS["ed"], "ed", alg="EdDSA", key_ops=["verify"])]}
ALGORITHMS = {"ec": ["ES256"], "rsa": ["RS256", "PS256"], "ed": ["EdDSA"]}


def claims(issuer="ec", **changes):
    now = int(time.time())
    made = {"iss": f"https://{issuer}.test", "aud": AUDIENCE, "sub": "admin", "iat": now, "exp": now + 600}
    made.update(changes)
    return {name: value for name, value in made.items() if value is not None}


def token(key="ec", algorithm="ES256", issuer="ec", kid=None, headers=None, **changes):
    return jwt.encode(claims(issuer, **changes), KEYS[key], algorithm=algorithm,
                      headers={"kid": kid or key, **(headers or {})})


def by_hand(header, body, sign):
    text = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(body).encode())}"
    return f"{text}.{b64(sign(text.encode()))}"


def hmac_with(secret):
    return by_hand({"alg": "HS256", "kid": "ec"}, claims(),
                   lambda text: hmac.new(secret, text, hashlib.sha256).digest())


def replace(path, text):
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    os.replace(fresh, path)


def public_pem(key):
    return key.public_key().public_bytes(serialization.Encoding.PEM,
                                         serialization.PublicFormat.SubjectPublicKeyInfo)


class Service:
    """identity in a directory of its own, and what it says to a token."""

    def __init__(self):
        self.home = tempfile.TemporaryDirectory()
        self.place = pathlib.Path(self.home.name)
        self.trust = self.place / "trust.json"
        for name, keys in SETS.items():
            self.publish(name, keys)
        issuers = [{"issuer": f"https://{name}.test", "audience": AUDIENCE, "jwks": f"{name}.json",
                    "algorithms": algorithms} for name, algorithms in ALGORITHMS.items()]
        self.trust.write_text(json.dumps({"issuers": issuers}))
        (self.place / "own.token").write_text(token())
        self.log = open(self.place / "log", "wb")
        data = self.place / "data"
        subprocess.run([BIN / "obt-identity", "init", "--data", data, "--admin-client", "admin"], check=True,
                       stderr=self.log)
        self.process = self.start()
        status = ["status", "--service", "identity", "--wait", "60", "--quiet"]
        subprocess.run([BIN / "obtctl", "--dir", self.place, *status], check=True, timeout=90)
        self.endpoints = json.loads((self.place / "endpoints.json").read_text())
        channel = grpc.insecure_channel(self.endpoints["identity"], options=[("grpc.enable_http_proxy", 0)])
        self.call = channel.unary_unary("/obt.admin.v1.AdminService/GetBuildInfo")

    def start(self):
        return subprocess.Popen([BIN / "obt-identity", "serve", "--data", self.place / "data", "--endpoints",
                                 self.place / "endpoints.json", "--trust", self.trust, "--token-file",
                                 self.place / "own.token"], stderr=self.log)

    def publish(self, name, keys):
        replace(self.place / f"{name}.json", json.dumps({"keys": keys}))

    def reason(self, text):
        """Of the refusal; empty for a token that is accepted."""
        try:
            self.call(b"", metadata=[("authorization", f"Bearer {text}")], timeout=10)
            return ""
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.UNAUTHENTICATED, error
            details = dict(error.trailing_metadata())["grpc-status-details-bin"]
            return re.search(rb"TOKEN_[A-Z]+", details).group().decode()

    def metric(self, name):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        page = opener.open(f"http://{self.endpoints['identity-metrics']}/metrics", timeout=10).read().decode()
        return sum(float(line.split()[-1]) for line in page.splitlines() if line.startswith(name))

    def until(self, what, condition):
        begin = time.monotonic()
        while not condition() and time.monotonic() < begin + 20:
            pass
        took = time.monotonic() - begin
        print(f"{what}: {took * 1000:.0f} ms")
        return took

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        self.log.close()
        return code


class Tokens(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service()

    @classmethod
    def tearDownClass(cls):
        code, log = cls.service.stop(), (cls.service.place / "log").read_text()
        cls.service.home.cleanup()
        assert code == 0, log
        assert MARKER not in log, "what a token says is in the log"
        assert "eyJ" not in log, "a token is in the log"

    def assertRefused(self, text, reason, what=""):
        self.assertEqual(self.service.reason(text), reason, what or text[:80])

    def test_1_tokens_of_another_maker_are_accepted(self):
        before = self.service.metric("obt_tokens_accepted_total")
        for key, algorithm, issuer in (("ec", "ES256", "ec"), ("rs", "RS256", "rsa"), ("ps", "PS256", "rsa"),
                                       ("ed", "EdDSA", "ed")):
            for _ in range(10):
                self.assertRefused(token(key, algorithm, issuer), "", algorithm)
            self.assertRefused(token(key, algorithm, issuer, aud=["other", AUDIENCE]), "", algorithm)
            self.assertRefused(token(key, algorithm, issuer, headers={"typ": "at+jwt"}), "", algorithm)
        self.assertEqual(self.service.metric("obt_tokens_accepted_total") - before, 48)

    def test_2_hostile_tokens_are_refused(self):
        pem = public_pem(KEYS["ec"])
        der = KEYS["ec"].public_key().public_bytes(serialization.Encoding.DER,
                                                   serialization.PublicFormat.SubjectPublicKeyInfo)
        good = token()
        head, body, signature = good.split(".")
        salt = padding.PSS(mgf=padding.MGF1(SHA256()), salt_length=20)
        signed_as_der = by_hand({"alg": "ES256", "kid": "ec"}, claims(),
                                lambda text: KEYS["ec"].sign(text, ec.ECDSA(SHA256())))
        cases = [
            ("alg none", jwt.encode(claims(), None, algorithm="none", headers={"kid": "ec"}),
             "TOKEN_SIGNATURE"),
            ("alg none with a signature",
             by_hand({"alg": "none", "kid": "ec"}, claims(),
                     lambda _: base64.urlsafe_b64decode(signature + "==")), "TOKEN_SIGNATURE"),
            *((f"HS256 with the key, {len(secret)} bytes", hmac_with(secret), "TOKEN_SIGNATURE")
              for secret in (pem, pem.strip(), der, json.dumps(SETS["ec"][0]).encode())),
            ("ES256 in DER", signed_as_der, "TOKEN_SIGNATURE"),
            ("PS256 with a short salt",
             by_hand({"alg": "PS256", "kid": "ps"}, claims("rsa"),
                     lambda text: KEYS["ps"].sign(text, salt, SHA256())), "TOKEN_SIGNATURE"),
            ("RS256 with a key for PS256", token("ps", "RS256", "rsa"), "TOKEN_SIGNATURE"),
            ("PS256 with a key for RS256", token("rs", "PS256", "rsa"), "TOKEN_SIGNATURE"),
            ("RS512", token("rs", "RS512", "rsa"), "TOKEN_SIGNATURE"),
            ("another issuer's key", token("ed", "EdDSA", "ec"), "TOKEN_SIGNATURE"),
            ("a stranger's key", token("stranger", kid="ec"), "TOKEN_SIGNATURE"),
            ("a swapped kid", token("rs", "RS256", "rsa", kid="ps"), "TOKEN_SIGNATURE"),
            ("a key of its own", token("stranger", headers={"jwk": jwk(KEYS["stranger"], "stranger")}),
             "TOKEN_SIGNATURE"),
            ("no kid", jwt.encode(claims(), KEYS["ec"], algorithm="ES256"), "TOKEN_MALFORMED"),
            ("crit", token(headers={"crit": ["exp"]}), "TOKEN_MALFORMED"),
            ("another issuer", token(iss=f"https://{MARKER}.test"), "TOKEN_ISSUER"),
            ("another audience", token(aud=MARKER), "TOKEN_AUDIENCE"),
            ("no client", token(sub=f"{MARKER}@example.gov.uk"), "TOKEN_CLIENT"),
            ("no expiry", token(exp=None), "TOKEN_MALFORMED"),
            ("expired", token(exp=int(time.time()) - 62), "TOKEN_EXPIRED"),
            ("not yet", token(nbf=int(time.time()) + 90), "TOKEN_EXPIRED"),
            ("issued later", token(iat=int(time.time()) + 90), "TOKEN_EXPIRED"),
            ("claims of another", ".".join((head, token(sub="central").split(".")[1], signature)),
             "TOKEN_SIGNATURE"),
            ("large", token(pad="x" * 4_000, sub="Nobody"), "TOKEN_CLIENT"),
        ]
        before = self.service.metric("obt_tokens_refused_total")
        for what, text, reason in cases:
            self.assertRefused(text, reason, what)
        self.assertEqual(self.service.metric("obt_tokens_refused_total") - before, len(cases))
        for length in range(0, len(good), 7):
            self.assertIn(self.service.reason(good[:length]),
                          ("TOKEN_MISSING", "TOKEN_MALFORMED", "TOKEN_SIGNATURE"), length)
        self.assertRefused(good, "")

    def test_3_the_leeway_is_a_minute(self):
        self.assertRefused(token(exp=int(time.time()) - 50), "")
        self.assertRefused(token(nbf=int(time.time()) + 50), "")

    def test_4_keys_change_within_a_second_without_a_restart(self):
        fresh = ec.generate_private_key(ec.SECP256R1())
        KEYS["fresh"] = fresh
        old, new = token(), token("fresh")
        self.assertRefused(old, "")
        self.assertRefused(new, "TOKEN_SIGNATURE")
        self.service.publish("ec", SETS["ec"] + [jwk(fresh, "fresh", alg="ES256")])
        accepted = self.service.until("a new key accepted", lambda: self.service.reason(new) == "")
        self.assertLess(accepted, 1)
        self.assertRefused(old, "")
        self.service.publish("ec", [jwk(fresh, "fresh", alg="ES256")])
        refused = self.service.until("a revoked key refused", lambda: self.service.reason(old) != "")
        self.assertLess(refused, 1)
        self.assertRefused(new, "")

    def test_5_a_broken_key_set_leaves_the_old_one_in_force(self):
        good = token("ed", "EdDSA", "ed")
        self.assertRefused(good, "")
        self.service.publish("ed", [{**SETS["ed"][0], "d": b64(b"x" * 32)}])
        self.service.until("a broken key set told of", lambda: self.service.metric("obt_trust_broken") == 1)
        self.assertRefused(good, "")
        self.assertEqual(self.service.metric('obt_trust_reloads_total{outcome="failed"}'), 1)
        self.service.publish("ed", SETS["ed"])
        self.service.until("whole again", lambda: self.service.metric("obt_trust_broken") == 0)
        self.assertRefused(good, "")
        log = (self.service.place / "log").read_text()
        self.assertIn("issuers[2].jwks: ed.json: keys[0].d: is a secret", log)

    def test_6_a_service_does_not_start_with_a_broken_trust_file(self):
        broken = self.service.place / "broken.json"
        broken.write_text(self.service.trust.read_text().replace("EdDSA", "HS256"))
        none = self.service.place / "none"
        done = subprocess.run([BIN / "obt-identity", "serve", "--data", none, "--endpoints", none, "--trust",
                               broken], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("broken.json: issuers[2].algorithms: must be a list of some of ES256, RS256, PS256",
                      done.stderr)


class Minted(unittest.TestCase):
    def ctl(self, place, *words):
        done = subprocess.run([BIN / "obtctl", "--dir", place, "token", *words], capture_output=True,
                              text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_another_maker_accepts_what_obtctl_mints(self):
        for algorithm in ("ES256", "RS256", "PS256", "EdDSA"):
            with self.subTest(algorithm), tempfile.TemporaryDirectory() as home:
                place = pathlib.Path(home) / ".obt"
                self.ctl(place, "keys", "--algorithm", algorithm)
                text = self.ctl(place, "mint", "--client", "dwp", "--print").strip()
                keys = jwt.PyJWKSet.from_json((place / "keys/public/dev.jwks.json").read_text()).keys
                header = jwt.get_unverified_header(text)
                self.assertEqual((header["alg"], header["kid"]), (algorithm, keys[0].key_id))
                read = jwt.decode(text, keys[0].key, algorithms=[algorithm], audience=AUDIENCE,
                                  issuer="obt-dev")
                self.assertEqual(read["sub"], "dwp")
                self.assertEqual((place / "keys/dev.private.pem").stat().st_mode & 0o777, 0o600)


if __name__ == "__main__":
    unittest.main()
