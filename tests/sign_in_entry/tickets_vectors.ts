/**
 * Tickets that were sealed by OpenSSL, through `node:crypto`: `hkdfSync("sha256", secret, "", info, 32)`, then
 * `aes-256-gcm` with the nonce 000102…0b. They expire at the start of 2026.
 */

/** A ticket and what is in it. */
export interface Vector {
  readonly context: string | undefined;
  readonly state: unknown;
  readonly ticket: string;
}

export const VECTORS: readonly Vector[] = [
  {
    context: undefined,
    state: { userId: 7 },
    ticket: "AAECAwQFBgcICQoLYx5z30mSNobB9G-jkWk6J8q1rYOPHhAGXRXJr1CCCj8uyOl5arbv5ir2z2u2gFJw" +
      "HxchQeLd2Jei-dzDHr29de7r4ukcPwZGh7BMHQ0xmMeD1YSbYD170Pifucvwdlmiuj1zY-jgxATR7FLH" +
      "aFyyQkohazrEQ5F0SdA659Fo5dFp2Hp-7nYdyNnS_gTxugn42nXp2UGmV74aO2WN6hDHom_qzhk2xmOB" +
      "A0zq5Ox0kIg44n5bP-03m38cHus7v8X1Y-LuL0LXTCNY2iRRzXjkaw",
  },
  {
    context: "session-1",
    state: { userId: 7 },
    ticket: "AAECAwQFBgcICQoLYx5z30mSNobB9G-jkWk6J8q1rYOPHhAGXRXJr1CCCj8uyOl5arbv5ir2z2u2gFJw" +
      "HxchQeLd2Jei-dzDHr29de7r4ukcPwZGh7BMHQ0xmMeD1YSbYD170Pifucvwdlmiuj1zY-jgxATR7FLH" +
      "aFyyQkohazrEQ5F0SdA659Fo5dFp2Hp-7nYdyNnS_gTxugn42nXp2UGmV74aO2WN6hDHom_qzhk2xmOB" +
      "A0zq5Ox0kIg44n5bP-03m38cHus7v8X1s2dkD287ANSsxyZagAOmBA",
  },
  {
    context: undefined,
    state: { text: "é".repeat(120) },
    ticket: "AAECAwQFBgcICQoLYx5z30mSNobB9G-jkWk6J8q0u56JdU4GpIt3W7ML6bbNQQrwiT8Mb8l_LOJVCbH5" +
      "_J7CyAFUOx5BcD9K_TRe_A1iAWD_tuXPZDmvlO64e05gXGcSg7SYWRsWWkIT_7orWbSQ6gtpJ40yZbFO" +
      "i9VRy6moiLMnynL9qlnZbjLhBliKUZn3Df_-QTpbHY0SM-pxOfwKUKIvtDf5soYECZkkK4xjLZDVT4AI" +
      "4MUJbQ_9cwHba53S3GTUEpyV_WLYNiZ8sy24kOX_Tx2dFZLkEfrutdYQ12wCf1lHCGMU9ba_uXJHVviQ" +
      "Yt4S6AaK6orE1d0S6HN4HVZ8PJOVynH7F1_00O2PPPPnB8EI9m5T0-jzfkn96uOQs1uoyc9CizZPjoSo" +
      "48-yjZxRiG3LHMFUpPurISGXcNxr7nonisPx2rqJRdmMyC9h1-NsMtdujzwOP02bhd3EQsy7sXBG34hX" +
      "x30BHDVYceuA-Ovw5y-hz5TUeM9OhMWYDlM16BImrdwuT8_zA-njtI_d7a1EkUVdmK29ZA",
  },
];
