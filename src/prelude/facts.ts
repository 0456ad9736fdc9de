/** Reading the facts of an answer. */

import { fields, read, type Readers, type Wire } from "../wire.ts";

// Of all operations: what one of them does not tell is absent.
const FACTS = fields(
  "authentication_uuid=id status method request_id block_reason=reason channels:words " +
    "risk_factors:words phone_number country_code caller_name line_type " +
    "number_ported=flags:ported temporary_phone_number=flags:temporary",
);
const INNER_FACTS = fields(
  "correlation_id silent_request_url=request_url carrier=carrier_name mcc mnc",
);

function words(list: unknown): string[] | undefined {
  return Array.isArray(list) ? list.filter((word) => typeof word === "string") : undefined;
}

const READERS: Readers = {
  words,
  ported: (flags) => words(flags)?.includes("ported"),
  temporary: (flags) => words(flags)?.includes("temporary"),
};

/** Reads an answer, by our names; what is no object in it has no fields. */
export function readFacts(answer: Readonly<Record<string, Wire>>): Wire {
  return {
    ...read(answer, FACTS, READERS),
    ...read({ ...answer.metadata, ...answer.silent, ...answer.network_info }, INNER_FACTS),
  };
}
