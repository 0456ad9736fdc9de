/** A number that gets no message and has one right code, as the vendor's API calls it: a sandbox number. */
export interface TestNumber {
  /** The number in E.164 form. */
  readonly phoneNumber: string;
  /** The only code that is right. */
  readonly code: string;
  /** When it was added, by the sandbox's clock. */
  readonly addedAt: Date;
}

/** How many there can be, which bounds the memory that they take. */
export const MOST_TEST_NUMBERS = 1_000;

/** The account's test numbers. */
export class TestNumbers {
  readonly #numbers = new Map<string, TestNumber>();

  get all(): TestNumber[] {
    return [...this.#numbers.values()];
  }

  codeOf(phoneNumber: string): string | undefined {
    return this.#numbers.get(phoneNumber)?.code;
  }

  /** Adds a number, or changes its code; returns whether there is room for it. */
  set(phoneNumber: string, code: string, at: number): boolean {
    const known = this.#numbers.get(phoneNumber);
    if (known === undefined && this.#numbers.size >= MOST_TEST_NUMBERS) return false;
    const addedAt = known?.addedAt ?? new Date(at);
    this.#numbers.set(phoneNumber, { phoneNumber, code, addedAt });
    return true;
  }

  delete(phoneNumber: string): void {
    this.#numbers.delete(phoneNumber);
  }
}
