/** A client that sends nothing, and what it is asked in tests. */
import type {
  CallOptions,
  CheckInput,
  OtpClient,
  RetryInput,
  SendInput,
} from "@ding-otp/client/sign-in";

export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;
export const NUMBER = "+33612345678";
export const IP = "203.0.113.7";
export const UUID = "5d3c6f1e-8a4b-4c2d-9e0f-1a2b3c4d5e6f";
export const SECRET = "0123456789abcdef0123456789abcdef";

type Answer = { readonly ok: boolean; readonly reason?: string };

/** A client that notes what it is asked, and answers as it is told; a function is called for each answer. */
export class FakeClient implements OtpClient {
  readonly calls: { name: string; input: SendInput & CheckInput; options: CallOptions }[] = [];
  answer: Answer | (() => Answer | Promise<Answer>) = { ok: true };

  send(input: SendInput, options?: CallOptions): Promise<never> {
    return this.#answer("send", input, options);
  }

  check(input: CheckInput, options?: CallOptions): Promise<never> {
    return this.#answer("check", input, options);
  }

  retry(input: RetryInput, options?: CallOptions): Promise<never> {
    return this.#answer("retry", input, options);
  }

  async #answer(name: string, input: object, options: CallOptions = {}): Promise<never> {
    this.calls.push({ name, input: input as SendInput & CheckInput, options });
    const { answer } = this;
    const result = typeof answer === "function" ? await answer() : answer;
    return { authenticationUuid: UUID, status: "fake", ...result } as never;
  }
}

/** Runs so many calls at once, and counts those that were `ok`. */
export async function countOk(
  times: number,
  call: (index: number) => Promise<{ readonly ok: boolean }>,
): Promise<number> {
  const results = await Promise.all(Array.from({ length: times }, (_, index) => call(index)));
  return results.filter(({ ok }) => ok).length;
}
