import { readCall, requireBody } from "../http/call.ts";
import { type Fields, requireObject } from "../http/fields.ts";
import { Refusal } from "../http/refusal.ts";
import { requireNames } from "../validate.ts";
import { answer, answerFile, answerPage, answerText } from "./answers.ts";
import { streamEvents } from "./events.ts";
import { findFault, listFault, readFault } from "./faults.ts";
import { listMessages, MESSAGE_QUERY } from "./messages.ts";
import type { Mounted } from "./mounted.ts";

/** One path of the page or its controls. */
export interface Control {
  readonly method: "GET" | "POST" | "DELETE";
  /** Matches a whole path; its group, if any, is the path's parameter. */
  readonly path: RegExp;
  /** The parameters of its query; `undefined` if the query does not matter. */
  readonly query: readonly string[] | undefined;
  readonly handle: (
    mounted: Mounted,
    request: Request,
    parameter: string,
  ) => Response | Promise<Response>;
}

const NONE: readonly string[] = [];

/** The page and its controls. */
export const CONTROLS: readonly Control[] = [
  { method: "GET", path: /^\/$/, query: undefined, handle: ({ mount }) => answerPage(mount) },
  {
    method: "GET",
    path: /^\/sandbox\/page\/(.+)$/,
    query: undefined,
    handle: (_mounted, _request, name) => answerFile(name),
  },
  { method: "GET", path: /^\/sandbox\/events$/, query: NONE, handle: streamEvents },
  { method: "GET", path: /^\/sandbox\/messages$/, query: MESSAGE_QUERY, handle: listMessages },
  { method: "GET", path: /^\/sandbox\/webhook-key$/, query: NONE, handle: answerWebhookKey },
  { method: "POST", path: /^\/sandbox\/clock$/, query: NONE, handle: advanceClock },
  { method: "POST", path: /^\/sandbox\/faults$/, query: NONE, handle: armFault },
  { method: "DELETE", path: /^\/sandbox\/faults(?:\/(\d+))?$/, query: NONE, handle: disarmFaults },
  { method: "POST", path: /^\/sandbox\/reset$/, query: NONE, handle: reset },
  { method: "POST", path: /^\/sandbox\/webhooks\/([\w-]+)$/, query: NONE, handle: redeliver },
];

/** The public key of the webhooks of v2, as PEM. */
async function answerWebhookKey({ sandbox }: Mounted): Promise<Response> {
  return answerText("key.pem", await sandbox.webhookPublicKey());
}

async function advanceClock({ sandbox }: Mounted, request: Request): Promise<Response> {
  const { advance } = await readFields(request, "advance the clock", ["advance"]);
  if (typeof advance !== "number") {
    throw new Refusal("bad_request", '"advance" must be a number');
  }
  sandbox.advance(advance);
  return answer({ now: sandbox.now() });
}

async function armFault({ sandbox }: Mounted, request: Request): Promise<Response> {
  return answer(listFault(sandbox.arm(...readFault(await readObject(request)))));
}

/** Disarms the fault with an id, or all of them without one, and returns the faults that remain. */
function disarmFaults({ sandbox }: Mounted, _request: Request, id: string): Response {
  sandbox.disarm(id === "" ? undefined : findFault(sandbox, id));
  return answer(sandbox.faults.map(listFault));
}

async function reset({ sandbox }: Mounted, request: Request): Promise<Response> {
  await readFields(request, "reset the sandbox");
  sandbox.reset();
  return answer({ now: sandbox.now() });
}

/** Posts an event again, and returns its delivery. */
async function redeliver(
  { sandbox }: Mounted,
  request: Request,
  id: string,
): Promise<Response> {
  await readFields(request, "post the webhook again");
  await sandbox.redeliver(id);
  return answer(sandbox.webhooks.find((webhook) => webhook.id === id));
}

/** The body, which has to be a JSON object with no other fields than those named. */
async function readFields(
  request: Request,
  action: string,
  names: readonly string[] = [],
): Promise<Fields> {
  const fields = await readObject(request);
  requireNames(action, fields, { names });
  return fields;
}

async function readObject(request: Request): Promise<Fields> {
  const call = await readCall(request, undefined);
  requireBody(call);
  return requireObject(call.json);
}
