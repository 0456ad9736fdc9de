/**
 * Signatures made with the `openssl` command, so that what checks them did not make them. Bash:
 *
 * ```sh
 * openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out 2048.pem   # also 4096, 2040, 1024
 * openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out pss.pem
 * openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem
 * openssl genpkey -algorithm Ed25519 -out ed.pem
 * openssl pkey -in 2048.pem -pubout                                             # likewise the others
 *
 * pss() { # key, salt length; the file body.json holds BODY and no newline at its end
 *   openssl dgst -sha256 -sign "$1.pem" -sigopt rsa_padding_mode:pss -sigopt "rsa_pss_saltlen:$2" \
 *     -sigopt rsa_mgf1_md:sha256 body.json | openssl base64 -A
 * }
 * pss 2048 32; pss 2048 222; pss 4096 32; pss 4096 478
 *
 * # what has to be refused:
 * pss 2048 20
 * openssl dgst -sha512 -sign 2048.pem -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 \
 *   body.json | openssl base64 -A
 * openssl dgst -sha256 -sign 2048.pem body.json | openssl base64 -A             # PKCS #1 v1.5
 * ```
 *
 * The private keys were thrown away.
 */

/** The body that all of them sign. */
export const BODY: string =
  '{"id":"evt_01jnh50110f1gt7n74yb6kcrzb","type":"verify.attempt","payload":{"id":"att_3v9s0v9gzt8hws0cp753q4gj0c","verification_id":"vrf_01jnh4zt8vfq5r71n1sx9yvx5m","target":{"type":"phone_number","value":"+15555550100"},"channel":"sms","carrier_information":{"mcc":"208","mnc":"10"},"delivery_status":"delivered","price":{"amount":0.03,"currency":"EUR"},"time":"2025-03-04T17:59:21.375073507Z","metadata":{"correlation_id":"commande n° 7 – été"}},"created_at":"2025-03-04T17:59:25.984640901Z"}';

/** Public keys, as `openssl pkey -pubout` writes them. */
export const KEYS = {
  rsa2048: `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAkgnjpBJEkvyR9hT9bxmj
A8gZfg7bYsYBPNWxBnDvmK7wFAa1PuBpDAvvzlGe0zRBzyfEVCf0ptOrGupWwkcc
W8aB/IkN/AeuXlmJx6RP7bBV7a2DKa29MeJHdiQVMV+psxMF8rukLDV8gEbcjJoa
9H+BlJnp/FOdE6bsXSWASapHzemAmAEHNhvgBY2EOxLU1+RgNA4cFzlLoKQsS63x
3P9tLpyuaVLLN9BWZKwcPhcoUn30wCTLI196vhzAzU7S1DqY2BzZv2hSo1sreSdT
gqTSfOVZP0ctGTOqY8qXTbdjFsX2CEdzqln6suJ3OP9OHjPtTx1P73tLpMkOIF1+
WQIDAQAB
-----END PUBLIC KEY-----
`,
  rsa4096: `-----BEGIN PUBLIC KEY-----
MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEA2n6pnupTYLR3DP86xuqP
Zu+S0e3HcV6wcC2uvdI0VYKmVDeN9RC5ZnQyBA2w2dlaQJ+qN+lY7Iphpj44Wz0N
2o8cEtWCsqBQiKobRgmmiqjlB2+1Pxesxsl8A1MMdqQO28YPQoKYPQPKkPXysxJg
bVVbevD0K+Hs4bFWg9n7x/OZgyFVZ2LsKXC2bV99AK9IjArfKqM3frtSLDeTUigd
R1FoJbjGVGxaFcRy35Uzy3Zm9tJ8PzlXvOkd1+VD6LOZ8jjRK1TsodPPbmA80YnC
Z2GhydNH8rGfUqWvcVmtYDsZSY5gCtMR4RxoRZ2dmA1+qUhu91DQYGqOnjXxx5IT
NClWznb8fx8/MOgEj4oxpgSWtTAot4XHm5D7arM7yCQHKSo5TrVxBJ7Pvjz1DUa0
UK8Xm+D07mM8c9g+e3kbQOrb1/f9HgandWhoyNFPfkjnRgbuBw3Zh0+SeXlV8MW0
PtQoPWBGRx/6UD33WIreuUa0lZACQ3rf5jniaYPIS/bo1P4n6WN9UodpoHRPuMBV
u3i+BsGhiGl1EQB6M7vrmVZbRgMjbiZtMoMGnB3i/n+cijNJh5mPCNnVSUhA24Cp
Ew9y7BNetAKN6BdXNev4HtO20uofWWpQFGKueJYLq+j4R/C7CNf8xqQrUYCS4Ziz
lgUL7qERo1Tu4iC7IB5uelMCAwEAAQ==
-----END PUBLIC KEY-----
`,
} as const;

/** Public keys that cannot check this kind of signature. */
export const WRONG_KEYS = {
  // Deno rounds lengths up to whole bytes, so it takes 2047 bits for 2048.
  "RSA of 2040 bits": `-----BEGIN PUBLIC KEY-----
MIIBITANBgkqhkiG9w0BAQEFAAOCAQ4AMIIBCQKCAQAAyCOF8nQpS0X+TsL/fsIn
pJHtLhbLuTKxKe/ue5MiA0jKYTqxdOm0BGFwl2KX8W0fbo65dShFeECPqrA2gx3C
JCMF2U4cYlboXoGukisr9fQpqSLEVx05qqIo50lx0zuAy82Gk15CTuwBOPquKPMI
gnwh8XsXiGvf62AigM5Itp5oeO1dvTvwGHJdEgvvc6v8QZ2NCkRhmchyHmxgnuJ8
xVOwwr3p6bc0uLpDBf0t+ZaDKI7R8RNCCLhSuy4b2r5E5/RSq6xq8p2bvrc+HR1E
Zk/Gs63X3TFQLEW+54HJHz97J0aDBOQEp3aFIJKQ77flciGf0sQlCttmUg+xt9B/
AgMBAAE=
-----END PUBLIC KEY-----
`,
  "RSA of 1024 bits": `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDZxgZ8SlobYQj+Q7Gbgoz89ni0
Y/ImJbtUzVqYSndmjl+26Sb/vJL054YciazYYo4mlvZmELQvLWfzAyX7SiNsPLf0
GkSNxgKa1Q7DGEOGXkpUufFincwBcrSJeN0E4UqCyglSuimrsDsBEF/h7ZO9j47V
XeWYgUi0EZGkzf7YrwIDAQAB
-----END PUBLIC KEY-----
`,
  "RSA, PKCS #1": `-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAkgnjpBJEkvyR9hT9bxmjA8gZfg7bYsYBPNWxBnDvmK7wFAa1PuBp
DAvvzlGe0zRBzyfEVCf0ptOrGupWwkccW8aB/IkN/AeuXlmJx6RP7bBV7a2DKa29
MeJHdiQVMV+psxMF8rukLDV8gEbcjJoa9H+BlJnp/FOdE6bsXSWASapHzemAmAEH
NhvgBY2EOxLU1+RgNA4cFzlLoKQsS63x3P9tLpyuaVLLN9BWZKwcPhcoUn30wCTL
I196vhzAzU7S1DqY2BzZv2hSo1sreSdTgqTSfOVZP0ctGTOqY8qXTbdjFsX2CEdz
qln6suJ3OP9OHjPtTx1P73tLpMkOIF1+WQIDAQAB
-----END RSA PUBLIC KEY-----
`,
  "ECDSA": `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEkvDVm24G+fibMLdLU4rHW7wPV/FP
JOIZW1yATuAQUBcu3GjtKo04Kh/i/k3qIqb3lWuHUlYOKJL0aQXcQ80E8Q==
-----END PUBLIC KEY-----
`,
  "Ed25519": `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA/4OhTYIU6gSiXvDk5dUVl9rtL341wWlMo2PsL4VWi/k=
-----END PUBLIC KEY-----
`,
} as const;

/** Right signatures of {@linkcode BODY}, in base64 with padding. */
export const SIGNATURES = [
  {
    key: "rsa2048",
    saltLength: 32,
    base64:
      "Uuv+KI7Kjvqm2i2B5aFwUefcP1mdpcAKMGV9qjW7hXrAFHLr/ArJigGhWi8ms22WFceQdEptzGZlGpN6mQP8bLUehTx76dmeQnUpNbeeIEB7XCGPYB/mgw76RGhTh24aOGQmVQCGaXXvLxbh1uR8uLX5YoMVMEXn6PhJAo8Xvt/PSPevI51I/Ni6IGhqiiY2qctlYG8nYndwVBm1nVPZjd+KEf0ozM9Ubb+vcCbbRxjxZif278VD/tF4aFc8dNPj5HUB+yu/URSFwWnq6pYNXI9DYIE6v+TqTj5G6+vyBVcG5gQTbwlq7wlb1WUy4cIRyElNNzXPq3598UkhcVTnLg==",
  },
  {
    key: "rsa2048",
    saltLength: 222,
    base64:
      "QGB+54KR9Pe6AQekwhN1jx7vzwLOz5A+wmyPVos4I6x1RoDHw7YIX0J1BOGCBlOhgAbiyoY3JH+2azAL0YRC1SuRO934q9CCrsxkxleZJWUsaOJu0HizG2muV3aS3GBu/hDCBYXcoiQHdLvkMj0mFDVg2EiiGe6eXCH8XF8BY4eFVqbDjGskrk9qzlKri9YeNpxCnvdrEfWv8c6M6tgtth/8dBtVE7+Hq4oaEAVG0NRRU4kxUo2G6X7ePRhb457i5Hcyp5WrUTWdfz2q9YRfa1vbiFZqxy0BPQvuECba8zerlQxOQk7JBSBmrxDXIGJcokzfNxn8FS1r6kjzmdJmfg==",
  },
  {
    key: "rsa4096",
    saltLength: 32,
    base64:
      "vf1dGWSE1wPd14ONklOuwbM/uGfT2EVcEqnrICgpf8aCcmRh9i7tyMDFdAhlfBFtNrDVpMHTrSxorLFP3cOabqu9RmrjN9NmLAL7SDmDupfDlGfOu5agkzTbenIHbMR9tuVLURqoM4ku5l4R3ofDXUwf+rELE9UWlG9XVOURWG6QHGSIBqyXCmvlixxhyLEUK7tLayhHS2abyYvh3wL0wbNOVUua2Q6NUoX9/9E8IPPjK+ujIv8YgGUybzQ4w6Z986wD2cMLgmtbN7deekXJMZtRi3QW8mPCCKpsMS/IXjK21p3HmnmHUKv+Rg2doaJu/BoQtsJesFbhS9RCea7Ae4AzE4A5Kni9qDXa9+uK0wCVN+bO9k/MwCsFayj4V2Xy9TIwqXwq9kevOV3G25KYxAVlssNQ/zKSnH3zG4ke0tZn2qlfqpdDB2eXEdahj0EP8rv6b4hifSnVh5tndm2eDKtuIZrxwXZWuiKnbfbnoiflrwNTRhhmZ7jaozBcbDc8jucZNHYRT+mj8XUcRPq4GhRyGWOleo8mrUZO5UtnylLNqVA1TajIQYhJjqVmRPyI71LHGDebxZQtn6hSHpA9isWPFAQWtruvW41TEBzvC5S+z/9xKtoysOgdeh/aOeGq+af1wk1LsIGhdL5tuy9clDgaNLLvFWDdyY1AJSnEHRs=",
  },
  {
    key: "rsa4096",
    saltLength: 478,
    base64:
      "JXAzGMtjXt0w0vB83a2IzPLgPuLxD8OomDYvSMl1FHNFHy97ElkB1nL6Yw5Yr1GhSZ/vOcweYoZ7r8o16e5H0Nph47WazBdOGJDuGpTU9B8h+7jr3GsS/TaQw0jNDnEsVjNO6uux5tTycujhFF5Pseu/YieFudlEzlrQxza7chTLKmoNBCYUnUv/wDqfZeb1MCKFn6Ih2alXROWltQAs5RWWd5ajkp0y7n4czmWXW4CuWeKCL85qNoGZIcwzNIKrqKhmf9kKlquCDOuVqODY/Hlk/3yDWbqINULTjWnIGPxZ9teRRL2ix88bfxs5uTBb7md6IvGPMqq6+HU4lMiPqRHotRFlZHqhy+nA1xVHLVhY6RaOBQmPJYHpRR+SI3Q6F32bo592TqTWGlKC40DzpJMzK700hZqpev1k4bCnPocXDo8OMBQB5Zvj5FvlTlfL3DQj1kFQEOjgDSzu3k5RyYbNxhuCvWmyFnck9kcM4CrHzdkxX1wC8KjfVPqol4LWkXBYV9bNCYOtb0d5m4iiJC552D8QOIl2ndopmS0VoC0u5BD6EY7jyObrn8CmI3VIO2QwJjWDYTi47g+WmjmehTL/w0rcnJymg+yWmcYsvV615OaUV9oUT72fg5WCCUWjPuzRSN1karyYhq1mKAjYabPT4tI8bCcbv2enWnlHmN4=",
  },
] as const;

/** Signatures of {@linkcode BODY} by `rsa2048` that are of another kind. */
export const WRONG_SIGNATURES = {
  "salt of 20 bytes":
    "Djxl9wE46YqkVRCATZrQcoqOJcDbDHNXnMqe8S+eKoVzfR0+B6VmbB43ICZGMNPKqbHz1kw+KqTYNhAeLjwi0w7RMw27ySHnN16m6IC9t+eiXz9K6UsDAp+m/3Wl7qU2YDLIfqJoQaec5HXO+QODLd4Sm2/vURlx4TygFl7lMDRUelBdxpN+hlIn7wSgV4FBugWg1NA6bNzoAYID6dD8E636MJevgbYFoanu+2A823gAP996BIzqBjXA6OyZoTlATSkbYYwhMKRUMpPYwWAKB574RGjuImGk9JoqetyTzxHfqWkAEBKLJe4IzY12f9OfMImpAH8Tuk52S1ZkR6PJOw==",
  "SHA-512":
    "JuNoFi4B7tj8ty9PcN5jf99n1KKiD74qk97yGVV3rRpeWJqwm/z4NkIFotrhSGCEy4nWSUSti6Wu8fxsyYqCBFNWVpl7m1VWbwSZpzXnO3v+oqXIlJKC7ArhpEJHbkXpgyKHckWMkj0y629dcYVTLchiAw2Jvvx+YeT8Xvsx0xLOD1dazakoecq681ZvdwijMbxGYvsWTi5Z9UNBhnqnwgWnPIl5OrlN9wu3XzQrjYnr6T6SQq6eKyBZ5MD/9An/RpVweaBNwkmK1Et8X8JTtljjLP4S6tmAvrUtd8nBZbCaLlacbYoxG8QercM+9bksJbQvV1Aq9qfFdgKvo/m/LQ==",
  "PKCS #1 v1.5":
    "BKXnCIYYICjvo9VJLRwN4FwD6BCn+8ME6W2+vDGhKutzBLCxoLX07zivZU88pcv3PbmH/s8j6XB5XrJ+4qSBobI3YHmd9Ue92rgVDUNse3mcOY0CeuJQPBov8+3UEUUIMpj3b9kP0IgYF/TAUHlc5kUvm+sVg2lAFMJVW6grd+Mljf7E6KkxWML1ClO+hGhpHZ8kQhL9FuTDlKGyBnK5GSSv8ViTf+tjbkUeQO299mVh+euA4Q+yuGHOqNw4DVCtpWaRDZgdt57YYlhwgOlbNYTGMYDGSsU5lXPrV0YwATWjvHme06nqPplodcq+fKNl9p4jy71T8x28k5rmeEyQdQ==",
} as const;
