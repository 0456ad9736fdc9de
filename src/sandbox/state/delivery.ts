/** The delivery of a webhook as the sandbox shows it. */

/** An event and its delivery to a callback address. */
export interface WebhookDelivery {
  /** The event's id, the same every time it is posted. */
  readonly id: string;
  /** The callback address. */
  readonly url: string;
  /** The body, posted as JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  /**
   * `pending` until the response is 200; `abandoned` after two weeks; `forbidden` if the address is
   * neither loopback nor an allowed origin, in which case nothing is posted.
   */
  readonly state: "pending" | "delivered" | "abandoned" | "forbidden";
  /** The attempts to post it, oldest first; at most the last 100. */
  readonly attempts: readonly WebhookAttempt[];
  /** When it is posted next; `undefined` unless it is pending. */
  readonly nextAt: Date | undefined;
}

/** One attempt to post an event. */
export interface WebhookAttempt {
  /** The time by the sandbox's clock. */
  readonly at: Date;
  /** The HTTP status of the response; `undefined` if there was none in time. */
  readonly status: number | undefined;
}
