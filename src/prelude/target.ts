/** Whom a verification is about: a phone number, or an email address. */

/** A mailbox. The vendor has to enable this for the account. */
export interface EmailTarget {
  /** The email address. White space around it is dropped. */
  readonly emailAddress: string;
  /** Not beside an email address. */
  readonly phoneNumber?: undefined;
}

// Behind the other, so that compilers miss a phone number in what has neither.
/** A phone. */
export interface PhoneTarget {
  /**
   * The phone number. Spaces, hyphens, dots, slashes, parentheses and format characters, such as bidi marks,
   * are dropped; the rest has to be in E.164 form, such as `+33612345678`.
   */
  readonly phoneNumber: string;
  /** Not beside a phone number. */
  readonly emailAddress?: undefined;
}

/** Whom a verification is about: exactly one of the two. */
export type Target = EmailTarget | PhoneTarget;
